/**
 * This machine, observed for real: the sessions that the launcher started, their processes and sockets. It changes
 * nothing that programs see; a driver that does so takes over `capability`, `apply` and `readBack`.
 */

import { randomBytes } from 'node:crypto'
import type { ReportedSocket } from '~/protocol/report'
import { kernelBootId } from '../../proc/process-start'
import { isAlive } from '../../sessions/launch'
import { RecordStore } from '../../sessions/record-store'
import type { Storage } from '../../storage/storage'
import {
  type Capability,
  type Driver,
  type EffectiveValues,
  type HostFactsReport,
  type ObservedSession,
  StepError,
} from '../driver'
import { linuxFacts, linuxMachineId } from './facts'
import { SessionProcesses } from './processes'
import { SocketLook } from './sockets'

const OBSERVE_ONLY = {
  can: false,
  code: 'observe-only',
  message: 'this agent observes sessions on Linux and does not change what programs see',
} as const satisfies Capability

const MACHINE_ID_FILE = 'machine-id'

export class LinuxDriver implements Driver {
  readonly name = 'linux'
  readonly enforcement = 'none'
  readonly observeEveryMs = 2_000
  private readonly records: RecordStore
  private readonly processes = new SessionProcesses()
  private readonly boot = kernelBootId()
  private known: HostFactsReport | null = null
  private watcher: { close(): void } | null = null

  constructor(
    stateDirectory: string,
    private readonly storage: Storage,
  ) {
    this.records = new RecordStore(stateDirectory)
  }

  /** The system's, or one made for this state directory where the system has none (a container). */
  async machineId(): Promise<string> {
    const id = (await linuxMachineId()) ?? (await this.storage.read(MACHINE_ID_FILE))
    if (id !== null) return id
    const made = randomBytes(16).toString('hex')
    await this.storage.writeAtomic(MACHINE_ID_FILE, made)
    return made
  }

  async bootId(): Promise<string> {
    return this.boot
  }

  async facts(): Promise<HostFactsReport> {
    this.known ??= await linuxFacts()
    return this.known
  }

  async observe(): Promise<ObservedSession[]> {
    const records = await this.records.open((record) => isAlive(record, this.boot))
    const processes = await this.processes.of(records)
    const look = new SocketLook()
    const sessions: ObservedSession[] = []
    for (const [index, { id, logonAt, user }] of records.entries()) {
      const sockets: ReportedSocket[] = []
      // One after the other: a session may have thousands of processes, and looking must stay cheap.
      for (const pid of processes[index] ?? []) sockets.push(...(await look.of(pid)))
      sessions.push({ id, logonAt: Date.parse(logonAt), user, protocol: 'launched', sockets, addresses: [] })
    }
    return sessions
  }

  capability(): Capability {
    return OBSERVE_ONLY
  }

  async readBack(): Promise<EffectiveValues> {
    return {}
  }

  async apply(): Promise<undefined> {
    throw new StepError('observe-only', OBSERVE_ONLY.message)
  }

  /** The launcher's records tell of logons and logoffs at once; sockets are found by looking. */
  start(onChange: (what: 'sessions' | 'values') => void): void {
    this.watcher = this.records.watch(() => onChange('sessions'))
  }

  async stop(): Promise<void> {
    this.watcher?.close()
    this.watcher = null
  }
}
