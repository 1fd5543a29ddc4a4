/**
 * This machine: the sessions that the launcher started, their processes and sockets. Where the kernel filter works it
 * enforces as well; elsewhere it only observes, and says why.
 */

import { randomBytes } from 'node:crypto'
import type { AppliedState } from '~/protocol/report'
import { type Clock, systemClock } from '../../clock'
import type { PoolDesk } from '../../leases/pool-desk'
import { type Log, messageOf } from '../../log'
import { kernelBootId } from '../../proc/process-start'
import { LeaderChecks } from '../../sessions/leader-checks'
import type { SessionRecord } from '../../sessions/record'
import { RecordStore } from '../../sessions/record-store'
import type { Storage } from '../../storage/storage'
import {
  type Capability,
  type Driver,
  type EffectiveValues,
  type HostFactsReport,
  type ObservedSession,
  type Step,
  StepError,
} from '../driver'
import { USUAL_TIMING } from './dhcp/timing'
import { linuxFacts, linuxMachineId } from './facts'
import { cgroupProcesses } from './filter/cgroup'
import { compileList } from './filter/compile-list'
import { FarmFilter } from './filter/farm-filter'
import { type FilteredSession, FilterFiles } from './filter/filter-files'
import { SESSION_FLAGS } from './filter/filter-values'
import { type Probe, probeFilter } from './filter/probe'
import { Proofs } from './filter/proofs'
import { RefusedBinds } from './filter/refused-binds'
import { entryResolver } from './filter/resolve-entry'
import { SessionFilter } from './filter/session-filter'
import { verifySessions } from './filter/verify'
import { networkOf } from './filter/vip-address'
import { Logind } from './logons/logind'
import type { LogonSource } from './logons/logon'
import { Logons } from './logons/logons'
import { leavesUserManagerOut } from './logons/session-group'
import { Sesman } from './logons/xrdp'
import { Pace, paced } from './pace'
import { PacedSockets } from './paced-sockets'
import { SessionProcesses } from './processes'
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
  /** Sessions of which nothing but sockets changes, as they were seen last. */
  private unfiltered = new Map<SessionRecord, ObservedSession>()
  private readonly proofs: Proofs
  private known: HostFactsReport | null = null
  private watchers: { close(): void }[] = []
  private onChange: (what: 'sessions' | 'values') => void = () => undefined
  private opening: Promise<void> | null = null
  private farm: FarmFilter | null = null
  /** Where the library serves launched sessions instead of the filter. */
  private compatible: FilterFiles | null = null
  private vips: VirtualIps | null = null
  private leases: SessionLeases | null = null
  private probe: Pick<Probe, 'driver' | 'code' | 'reason' | 'mend'> = TOLD_TO_OBSERVE
  private desk: PoolDesk | null = null
  private refused: RefusedBinds | null = null

  constructor(private readonly options: LinuxDriverOptions) {
    const { clock = systemClock, log, stateDirectory } = options
    this.records = new RecordStore(stateDirectory)
    this.sockets = new PacedSockets(clock)
    const sources = options.logons ?? [new Logind(), new Sesman()]
    const { records, boot, leaders } = this
    this.logons = new Logons({ ...{ records, sources, boot, leaders, clock, log } })
    this.proofs = new Proofs(clock, async ({ id }) => {
      if (!this.farm) return null
      const only = (session: FilteredSession) => session.id === id
      return (await verifySessions(this.farm.filter, stateDirectory, only))[0] ?? null
    })
  }

  get inForce(): NonNullable<AppliedState['driver']> {
    const { driver: name, code, reason, mend } = this.probe
    return { name, code, reason: reason.slice(0, 500), ...(mend && { mend: mend.slice(0, 500) }) }
  }

  /** What holds for sessions that the filter has; each session says for itself whether it does. */
  get enforcement(): 'linux-filter' | 'none' {
    return this.farm ? 'linux-filter' : 'none'
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
    const before = this.unfiltered
    this.unfiltered = new Map()
    return records.map((record, index) => {
      const { id } = record
      const own = filtered.get(id)
      const virtualIp = this.leases?.reportOf(record)
      const found = sockets[index] ?? NO_SOCKETS
      if (own || virtualIp) return sessionOf(record, found, own, reach.get(id), virtualIp)
      // Most looks find most of these as they were: the same object says so.
      const known = before.get(record)
      const session = known?.sockets === found ? known : sessionOf(record, found)
      this.unfiltered.set(record, session)
      return session
    })
  }

  private async openSessions() {
    await this.logons.sync(this.farm?.filter ?? null)
    const records = await this.openRecords()
    const filtered = await this.filteredSessions(records)
    await this.leases?.follow(records, filtered)
    if (filtered.size > 0) await this.refused?.look()
    return { records, filtered, reach: await this.reachOf(filtered) }
  }

  capability(): Capability {
    if (this.farm || this.compatible) return { can: true }
    return { can: false, code: 'observe-only', message: this.whyNot.slice(0, 500) }
  }

  async readBack(): Promise<EffectiveValues> {
    await this.ready()
    return (await this.farm?.readBack()) ?? (await this.compatible?.farm()) ?? {}
  }

  async apply(step: Step): Promise<undefined> {
    await this.ready()
    if (this.farm) return this.farm.apply(step).then(() => undefined)
    if (!this.compatible) throw new StepError('observe-only', this.whyNot)
    const { [step.setting]: _, ...others } = await this.compatible.farm()
    await this.compatible.saveFarm(step.action === 'set' ? { ...others, [step.setting]: step.value } : others)
  }

  /** Binds that the filter refused: the virtual IP was missing, or the address is another session's. */
  bindFailures(): number {
    return this.refused?.count ?? 0
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
    await this.proofs.settled()
  }

  /** Probes the machine once; a filter that cannot be used is no reason not to observe. */
  private ready(): Promise<void> {
    this.opening ??= this.open().catch((error) => {
      const reason = messageOf(error)
      this.probe = { driver: 'none', code: 'load-refused', reason, mend: MEND_UNKNOWN }
      this.options.log.error('the session filter cannot be used', { error: reason })
    })
    return this.opening
  }

  private async open(): Promise<void> {
    await this.enforce()
    const { stateDirectory, clock = systemClock, log } = this.options
    this.vips = new VirtualIps({
      files: new LeaseFiles(stateDirectory),
      machineId: await this.machineId(),
      ...{ timing: USUAL_TIMING, clock, random: Math.random, log },
      onChange: () => this.onChange('sessions'),
    })
    if (this.desk) this.vips.takePools(this.desk)
    // Also where nothing is enforced any more: what was leased before goes back.
    this.leases = new SessionLeases(this.vips, this.farm?.filter ?? null, log)
  }

  private async enforce(): Promise<void> {
    const { stateDirectory, observeOnly, clock = systemClock, log } = this.options
    if (observeOnly) return new FilterFiles(stateDirectory).removeFarm()
    const { probe, ready } = await probeFilter()
    log.info('probed this machine', { enforces: probe.driver, code: probe.code, reason: probe.reason })
    this.probe = probe
    if (probe.driver === 'preload') await this.beginCompatible()
    if (!ready) return
    const farm = new FarmFilter(new SessionFilter(stateDirectory, ready.bpftool, ready.object))
    const records = await this.openRecords()
    await farm.begin((session) => records.some((record) => isOf(record, session)))
    this.refused = new RefusedBinds(clock, () => farm.filter.kernel.refusedBinds())
    await this.refused.look()
    this.farm = farm
  }

  /** Sessions that are launched from now on get the library, and the values that hold then. */
  private async beginCompatible(): Promise<void> {
    const files = new FilterFiles(this.options.stateDirectory)
    await files.prepare()
    if (!(await files.hasFarm())) await files.saveFarm({})
    this.compatible = files
  }

  private get whyNot(): string {
    if (this.probe === TOLD_TO_OBSERVE) return this.probe.reason
    return `this agent only observes: ${this.probe.reason}. ${this.probe.mend ?? ''}`.trim().slice(0, 500)
  }

  /** What of each filtered session is left out, and what was proved of it. */
  private async reachOf(
    filtered: ReadonlyMap<number, FilteredSession>,
  ): Promise<Map<number, ObservedSession['reach']>> {
    if (!this.farm || filtered.size === 0) return new Map()
    const farm = await this.farm.filter.files.farm()
    const list = JSON.stringify(farm)
    this.proofs.keepFresh([...filtered.values()], list, () => this.onChange('sessions'))
    const resolve = entryResolver()
    const farmFlags = compileList(farm, resolve).flags
    return new Map(
      [...filtered.values()].map((session) => {
        const flags = session.own === null ? farmFlags : compileList(session.own, resolve).flags
        const uncovered = uncoveredIn(session, (flags & SESSION_FLAGS.vip) !== 0 || session.vip !== null)
        const proof = this.proofs.of(session, list)
        return [session.id, { ...(uncovered.length > 0 && { uncovered }), ...(proof && { proof }) }]
      }),
    )
  }

  private openRecords(): Promise<SessionRecord[]> {
    return this.records.open(this.leaders.look())
  }

  /** The filtered ones among the open sessions, by id. Those that are over are cleared away. */
  private async filteredSessions(records: readonly SessionRecord[]): Promise<Map<number, FilteredSession>> {
    if (!this.farm) return new Map()
    const { filter } = this.farm
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
    const { farm } = this
    const others = records.filter(({ id }) => !farm || !filtered.has(id))
    const found = new Map(this.processes.of(others).map((pids, index) => [others[index]?.id, pids]))
    for (const [id, session] of filtered) {
      if (farm) found.set(id, await cgroupProcesses(farm.filter.place.groupOf(session)))
    }
    return records.map(({ id }) => found.get(id) ?? [])
  }
}

/** That a session is over shows by looking alone, where nobody is there to tell it. */
const SESSIONS_PACE = { share: 0.0002, soonestMs: 2_000, latestMs: 10_000 }

const TOLD_TO_OBSERVE = {
  driver: 'none',
  code: 'told-to-observe',
  reason: 'this agent was told to observe only',
  mend: 'Start it without --observe-only.',
} as const

const NO_SOCKETS: never[] = []

const SHIM_REACH = { uncovered: ['static-programs'] } satisfies ObservedSession['reach']

const MEND_UNKNOWN =
  'Look into the log of the agent, and report this with the output of vipfarm-agent probe --json.'

/** The name calls are served by a hosts file that only the launcher can lay over the machine's. */
function uncoveredIn({ group }: FilteredSession, hasVip: boolean): ('names' | 'user-manager')[] {
  if (!group) return []
  return [
    ...(hasVip ? (['names'] as const) : []),
    ...(leavesUserManagerOut(group) ? (['user-manager'] as const) : []),
  ]
}

const isOf = (record: SessionRecord, session: FilteredSession): boolean =>
  record.id === session.id && record.logonAt === session.logonAt

function sessionOf(
  record: SessionRecord,
  sockets: ObservedSession['sockets'],
  own?: FilteredSession,
  reach?: ObservedSession['reach'],
  virtualIp?: ObservedSession['virtualIp'],
): ObservedSession {
  const { id, logonAt, user, adopted } = record
  return {
    ...{ id, logonAt: Date.parse(logonAt), user, protocol: adopted?.protocol ?? 'launched' },
    ...(adopted?.clientName && { clientName: adopted.clientName }),
    ...(adopted?.clientIp && { clientIp: adopted.clientIp }),
    sockets,
    addresses: addressesOf(own),
    enforcement: own ? 'linux-filter' : record.shim ? 'linux-shim' : 'none',
    reach: record.shim ? SHIM_REACH : reach,
    ...(virtualIp && { virtualIp }),
  }
}

function addressesOf(session: FilteredSession | undefined): ObservedSession['addresses'] {
  if (!session?.vip) return []
  return [{ kind: 'observed', address: session.vip, network: networkOf(session.vip) }]
}
