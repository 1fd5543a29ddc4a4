/**
 * A Windows session host. What Microsoft's component does is set and read back here; what Citrix policies carry is
 * delivered by the site itself (export or connector), and this driver looks whether sessions show it.
 */

import type { HostConfig } from '~/domain/host-config'
import { preflightChecks } from '~/domain/preflight'
import type { SettingId } from '~/domain/settings'
import type { HostCheck } from '~/protocol/report'
import type { Clock } from '../../clock'
import type { PoolDesk } from '../../leases/pool-desk'
import { type Log, messageOf } from '../../log'
import type { Storage } from '../../storage/storage'
import type {
  Capability,
  Driver,
  EffectiveValues,
  HostFactsReport,
  ObservedSession,
  Step,
  StepOutcome,
} from '../driver'
import { ChangesFile } from './changes-file'
import { hostChecks } from './checks'
import { stepError } from './failures'
import { bootIdOf, hostFactsOf, machineIdOf } from './machine-facts'
import { NotVirtualised } from './not-virtualised'
import { SessionReader } from './observed-sessions'
import { PoolSlices } from './pool-slice'
import type { MachineFacts, WindowsPorts } from './ports'
import { PreferLoopbackValues } from './prefer-loopback'
import { tsvipNotes } from './tsvip-events'
import { VirtualIpValues } from './virtual-ip'

export interface WindowsDriverOptions {
  ports: WindowsPorts
  storage: Storage
  clock: Clock
  log: Log
}

/** Switched on after all it depends on, and off before. */
const LAST: readonly SettingId[] = ['VirtualIpEnabled', 'PreferLoopback']
/** Windows reads these when the component starts. */
const NEEDS_RESTART: ReadonlySet<SettingId> = new Set(['VirtualIpEnabled', 'VirtualIpMode'])
const EVENTS_BACK_MS = 3_600_000

export class WindowsDriver implements Driver {
  readonly name = 'windows'
  readonly enforcement = 'citrix'
  readonly observeEveryMs = 5_000
  private readonly changes: ChangesFile
  private readonly slices: PoolSlices
  private readonly virtualIp: VirtualIpValues
  private readonly preferLoopback: PreferLoopbackValues
  private readonly reader = new SessionReader()
  private readonly unvirtualised: NotVirtualised
  private machine: Promise<MachineFacts> | null = null
  private waiting = new Set<string>()
  private readonly lastRead = new Map<string, EffectiveValues>()
  private readonly unreadable = new Map<string, string>()

  constructor(private readonly options: WindowsDriverOptions) {
    const { ports, storage, clock } = options
    this.changes = new ChangesFile(storage)
    this.slices = new PoolSlices(storage)
    this.unvirtualised = new NotVirtualised(clock.now())
    this.virtualIp = new VirtualIpValues(ports.registry, ports.wmi, this.changes, this.slices)
    this.preferLoopback = new PreferLoopbackValues(ports.registry, this.changes, storage, () => clock.now())
  }

  async machineId(): Promise<string> {
    return machineIdOf(await this.facts_())
  }

  async bootId(): Promise<string> {
    return bootIdOf(await this.facts_())
  }

  async facts(): Promise<HostFactsReport> {
    return hostFactsOf(await this.facts_())
  }

  async observe(): Promise<ObservedSession[]> {
    const { ports, clock, log } = this.options
    const sessions = await ports.sessions.list()
    const sockets = await ports.sockets.list()
    // The channels are missing where the role is: sessions are seen all the same.
    const events = await ports.events.tsvipSince(clock.now() - EVENTS_BACK_MS).catch((error) => {
      log.warn('the events of virtual IP cannot be read', { error: messageOf(error) })
      return []
    })
    const machine = await this.facts_()
    const observed = this.reader.read({ sessions, sockets, notes: tsvipNotes(events), machine })
    this.unvirtualised.look(observed, clock.now())
    return observed
  }

  bindFailures(): number {
    return this.unvirtualised.count
  }

  capability(setting: SettingId): Capability {
    if (this.virtualIp.covers(setting) || this.preferLoopback.covers(setting)) return { can: true }
    if (setting === 'LoopbackMasking')
      return {
        can: false,
        code: 'linux-only',
        message: 'Windows has nothing that masks the loopback address',
      }
    const message =
      'Citrix policies carry it: export them to the site, or let the connector do it. The sessions are checked against it'
    return { can: false, code: 'citrix-policy', message }
  }

  async readBack(): Promise<EffectiveValues> {
    const machine = await this.facts_()
    const boot = bootIdOf(machine)
    this.waiting = new Set(
      (await this.changes.read()).restart.filter((one) => one.boot === boot).map((one) => one.setting),
    )
    return {
      ...(await this.part('RD IP Virtualization', () => this.virtualIp.read(machine))),
      ...(await this.part('Citrix\\VIP', () => this.preferLoopback.read(machine))),
    }
  }

  /** One key that cannot be read does not hide the others: it is as it was last read, and a check says so. */
  private async part(name: string, read: () => Promise<EffectiveValues>): Promise<EffectiveValues> {
    try {
      const values = await read()
      this.lastRead.set(name, values)
      this.unreadable.delete(name)
      return values
    } catch (error) {
      this.unreadable.set(name, messageOf(error))
      this.options.log.warn('values cannot be read', { part: name, error: messageOf(error) })
      return this.lastRead.get(name) ?? {}
    }
  }

  async apply(step: Step): Promise<StepOutcome> {
    try {
      const machine = await this.facts_(true)
      if (this.preferLoopback.covers(step.setting)) {
        await this.preferLoopback.apply(step, machine)
        return step.action === 'clear' ? { restored: true } : undefined
      }
      await this.virtualIp.apply(step, machine)
      if (step.action === 'clear') return { restored: true }
      if (!NEEDS_RESTART.has(step.setting)) return undefined
      await this.changes.noteRestart(step.setting, bootIdOf(machine))
      return { waitsFor: 'restart' }
    } catch (error) {
      throw stepError(error)
    }
  }

  order(steps: readonly Step[]): Step[] {
    const rank = ({ setting, action, ...step }: Step) => {
      if (!LAST.includes(setting)) return 1
      const off = action === 'clear' || ('value' in step && step.value === false)
      return off ? 0 : 2
    }
    return [...steps].sort((one, other) => rank(one) - rank(other))
  }

  waitsFor(setting: string): 'restart' | undefined {
    return this.waiting.has(setting) ? 'restart' : undefined
  }

  ownerOf(setting: string): string | undefined {
    return this.virtualIp.ownerOf(setting)
  }

  async checks(config: HostConfig): Promise<HostCheck[]> {
    const { ports } = this.options
    const machine = await this.facts_(true)
    const boot = bootIdOf(machine)
    const [key] = preflightChecks({ ...hostFactsOf(machine), tags: [] }, config.settings)
    const catalog = key ? await this.hasKey(key.key) : false
    if (catalog === true) await this.changes.noteCatalog(boot)
    let wmiProblem = ''
    const wmi = await ports.wmi.virtualIp().catch((error) => {
      wmiProblem = messageOf(error)
      return null
    })
    const state = (name: string) => ports.services.state(name).catch(() => 'unknown' as const)
    const services = { termService: await state('TermService'), dhcp: await state('Dhcp') }
    const { catalogBoot } = await this.changes.read()
    const { unreadable } = this
    return hostChecks(config, { machine, boot, wmi, wmiProblem, services, catalog, catalogBoot, unreadable })
  }

  /** Where to ask for this host's own run of a pool. */
  takePools(desk: PoolDesk): void {
    this.slices.desk = desk
  }

  /** An admin's word that a foreign value of this setting may be overwritten. */
  takeOver(setting: string): Promise<void> {
    return this.changes.allowTakeOver(setting)
  }

  /** Puts every value back that this agent changed. @throws Error that names what could not be */
  async restore(): Promise<string[]> {
    const done: string[] = []
    const failed: string[] = []
    const { registry, wmi } = await this.changes.read()
    // Where nothing was changed nothing is asked of Windows: it may be why the agent goes.
    if (registry.length + wmi.length === 0) return done
    const machine = await this.facts_()
    for (const setting of RESTORED) {
      const covers = this.preferLoopback.covers(setting)
      try {
        const step: Step = { setting, action: 'clear' }
        if (covers) await this.preferLoopback.apply(step, machine)
        else await this.virtualIp.restore(setting)
        done.push(setting)
      } catch (error) {
        failed.push(`${setting}: ${messageOf(error)}`)
      }
    }
    if (failed.length > 0) throw new Error(`not everything could be put back: ${failed.join('; ')}`)
    await this.changes.clear()
    return done
  }

  /** Nothing of Windows tells by itself: sessions, sockets and values are looked at. */
  start(): void {}

  /** What is in force stays in force. */
  async stop(): Promise<void> {
    await this.options.ports.close()
  }

  private async hasKey(key: string): Promise<boolean | 'unknown'> {
    const full = key.replace(/^HKLM\\/, 'HKEY_LOCAL_MACHINE\\')
    return this.options.ports.registry.read(full).then(
      (values) => values !== null,
      () => 'unknown' as const,
    )
  }

  /** What the machine is does not change while it runs; its adapters do. */
  private facts_(fresh = false): Promise<MachineFacts> {
    if (fresh || !this.machine) {
      const asked = this.options.ports.machine.facts()
      const before = this.machine
      this.machine = asked.catch((error) => {
        this.machine = null
        if (before) return before
        throw error
      })
    }
    return this.machine as Promise<MachineFacts>
  }
}

const RESTORED: readonly SettingId[] = [
  'PreferLoopback',
  'PreferLoopbackProcesses',
  'VirtualIpEnabled',
  'VirtualIpMode',
  'VirtualIpPrograms',
  'VirtualIpAdapter',
  'VirtualIpSource',
  'VirtualIpPool',
  'VirtualIpFallback',
]
