/**
 * This machine: the sessions that the launcher started or others began, their processes and sockets. Where the kernel
 * filter works it enforces as well; elsewhere it only observes, and says why.
 */

import { randomBytes } from 'node:crypto'
import type { AppliedState } from '~/protocol/report'
import { type Clock, systemClock } from '../../clock'
import type { PoolDesk } from '../../leases/pool-desk'
import type { Log } from '../../log'
import { kernelBootId } from '../../proc/process-start'
import { LeaderChecks } from '../../sessions/leader-checks'
import type { SessionRecord } from '../../sessions/record'
import { RecordStore } from '../../sessions/record-store'
import type { Storage } from '../../storage/storage'
import type { Capability, Driver, EffectiveValues, HostFactsReport, ObservedSession, Step } from '../driver'
import { USUAL_TIMING } from './dhcp/timing'
import { linuxFacts, linuxMachineId } from './facts'
import { cgroupProcesses } from './filter/cgroup'
import type { FilteredSession } from './filter/filter-files'
import { InForce } from './in-force'
import { Logind } from './logons/logind'
import type { LogonSource } from './logons/logon'
import { Logons } from './logons/logons'
import { Sesman } from './logons/xrdp'
import { ObservedSessions } from './observed-sessions'
import { Pace, paced } from './pace'
import { PacedSockets } from './paced-sockets'
import { SessionProcesses } from './processes'
import { SessionReach } from './session-reach'
import { LeaseFiles } from './virtual-ip/lease-files'
import { SessionLeases } from './virtual-ip/session-leases'
import { VirtualIps } from './virtual-ip/virtual-ips'

const MACHINE_ID_FILE = 'machine-id'

export interface LinuxDriverOptions {
  stateDirectory: string
  storage: Storage
  clock?: Clock
  log: Log
  /** True to change nothing that programs see, whatever the machine allows. */
  observeOnly: boolean
  /** Where sessions are told of that the agent did not launch; this machine's managers unless a test says otherwise. */
  logons?: readonly LogonSource[]
}

export class LinuxDriver implements Driver {
  readonly name = 'linux'
  private readonly records: RecordStore
  private readonly processes = new SessionProcesses()
  private readonly sockets: PacedSockets
  private readonly pace = new Pace(SESSIONS_PACE)
  private readonly boot = kernelBootId()
  private readonly leaders = new LeaderChecks(this.boot)
  private readonly logons: Logons
  private readonly force: InForce
  private readonly reach: SessionReach
  private readonly observed = new ObservedSessions()
  private known: HostFactsReport | null = null
  private watchers: { close(): void }[] = []
  private onChange: (what: 'sessions' | 'values') => void = () => undefined
  private opening: Promise<void> | null = null
  private vips: VirtualIps | null = null
  private leases: SessionLeases | null = null
  private desk: PoolDesk | null = null

  constructor(private readonly options: LinuxDriverOptions) {
    const { clock = systemClock, log, stateDirectory } = options
    this.records = new RecordStore(stateDirectory)
    this.sockets = new PacedSockets(clock)
    const sources = options.logons ?? [new Logind(), new Sesman()]
    const { records, boot, leaders } = this
    this.logons = new Logons({ ...{ records, sources, boot, leaders, clock, log } })
    this.force = new InForce(options)
    this.reach = new SessionReach(clock, stateDirectory, () => this.force.filter)
  }

  get inForce(): NonNullable<AppliedState['driver']> {
    return this.force.told
  }

  /** What holds for sessions that the filter has; each session says for itself whether it does. */
  get enforcement(): 'linux-filter' | 'none' {
    return this.force.filter ? 'linux-filter' : 'none'
  }

  /** The system's, or one made for this state directory where the system has none (a container). */
  async machineId(): Promise<string> {
    const { storage } = this.options
    const id = (await linuxMachineId()) ?? (await storage.read(MACHINE_ID_FILE))
    if (id !== null) return id
    const made = randomBytes(16).toString('hex')
    await storage.writeAtomic(MACHINE_ID_FILE, made)
    return made
  }

  async bootId(): Promise<string> {
    return this.boot
  }

  async facts(): Promise<HostFactsReport> {
    this.known ??= await linuxFacts()
    return this.known
  }

  /** The more a look at sessions costs, the rarer it is. Their sockets have a pace of their own. */
  get observeEveryMs(): number {
    return this.pace.nextMs
  }

  async observe(): Promise<ObservedSession[]> {
    await this.ready()
    const { records, filtered, reach } = await paced(this.pace, () => this.openSessions())
    const identities = records.map(({ id, logonAt }) => `${id} ${logonAt}`)
    const sockets = await this.sockets.of(identities, () => this.processesOf(records, filtered))
    return this.observed.of(records, (record, at) => ({
      sockets: sockets[at] ?? NO_SOCKETS,
      own: filtered.get(record.id),
      reach: reach.get(record.id),
      virtualIp: this.leases?.reportOf(record),
    }))
  }

  private async openSessions() {
    await this.logons.sync(this.force.filter)
    const records = await this.openRecords()
    const filtered = await this.filteredSessions(records)
    await this.leases?.follow(records, filtered)
    if (filtered.size > 0) await this.force.countRefusedBinds()
    return { records, filtered, reach: await this.reach.of(filtered, () => this.onChange('sessions')) }
  }

  capability(): Capability {
    return this.force.capability()
  }

  async readBack(): Promise<EffectiveValues> {
    await this.ready()
    return this.force.readBack()
  }

  async apply(step: Step): Promise<undefined> {
    await this.ready()
    return this.force.apply(step)
  }

  bindFailures(): number {
    return this.force.bindFailures
  }

  takePools(desk: PoolDesk): void {
    this.desk = desk
    this.vips?.takePools(desk)
  }

  /** The launcher's records tell of logons and logoffs at once; sockets are found by looking. */
  start(onChange: (what: 'sessions' | 'values') => void): void {
    this.onChange = onChange
    const sessions = () => onChange('sessions')
    this.watchers = [this.records.watch(sessions), this.logons.watch(sessions)].filter((one) => one !== null)
  }

  /** What is in force stays in force. */
  async stop(): Promise<void> {
    for (const watcher of this.watchers.splice(0)) watcher.close()
    await this.opening
    await this.vips?.stop()
    await this.reach.settled()
  }

  /** Probes the machine once. */
  private ready(): Promise<void> {
    this.opening ??= this.open().catch((error) => this.force.failed(error))
    return this.opening
  }

  private async open(): Promise<void> {
    await this.force.begin(async () => {
      const records = await this.openRecords()
      return (session) => records.some((record) => isOf(record, session))
    })
    const { stateDirectory, clock = systemClock, log } = this.options
    this.vips = new VirtualIps({
      files: new LeaseFiles(stateDirectory),
      machineId: await this.machineId(),
      ...{ timing: USUAL_TIMING, clock, random: Math.random, log },
      onChange: () => this.onChange('sessions'),
    })
    if (this.desk) this.vips.takePools(this.desk)
    // Also where nothing is enforced any more: what was leased before goes back.
    this.leases = new SessionLeases(this.vips, this.force.filter, log)
  }

  private openRecords(): Promise<SessionRecord[]> {
    return this.records.open(this.leaders.look())
  }

  /** The filtered ones among the open sessions, by id. Those that are over are cleared away. */
  private async filteredSessions(records: readonly SessionRecord[]): Promise<Map<number, FilteredSession>> {
    const { filter } = this.force
    if (!filter) return new Map()
    const isOpen = (session: FilteredSession) => records.some((record) => isOf(record, session))
    const sessions = await filter.files.sessions()
    if (sessions.some((session) => !isOpen(session))) {
      // A session may have begun since the records were read.
      const current = await this.openRecords()
      await filter.reconcile((session) => current.some((record) => isOf(record, session)))
    }
    return new Map(sessions.filter(isOpen).map((session) => [session.id, session]))
  }

  /** Of filtered sessions by the kernel's own account: no environment that a user can forge. */
  private async processesOf(
    records: readonly SessionRecord[],
    filtered: ReadonlyMap<number, FilteredSession>,
  ): Promise<number[][]> {
    const { filter } = this.force
    const others = records.filter(({ id }) => !filter || !filtered.has(id))
    const found = new Map(this.processes.of(others).map((pids, index) => [others[index]?.id, pids]))
    for (const [id, session] of filtered) {
      if (filter) found.set(id, await cgroupProcesses(filter.place.groupOf(session)))
    }
    return records.map(({ id }) => found.get(id) ?? [])
  }
}

/** That a session is over shows by looking alone, where nobody is there to tell it. */
const SESSIONS_PACE = { share: 0.0002, soonestMs: 2_000, latestMs: 10_000 }

const NO_SOCKETS: never[] = []

const isOf = (record: SessionRecord, session: FilteredSession): boolean =>
  record.id === session.id && record.logonAt === session.logonAt
