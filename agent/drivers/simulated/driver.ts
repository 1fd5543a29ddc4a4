/** A host that exists in memory: it enforces its config on its own sessions, and fails where it is told to. */

import type { SettingId } from '~/domain/settings'
import type { Alarm, Clock } from '../../clock'
import type { Random } from '../../random'
import {
  type Capability,
  type Driver,
  type EffectiveValues,
  type HostFactsReport,
  type ObservedSession,
  type Step,
  StepError,
} from '../driver'
import { type Fault, meddledWith } from './faults'
import { type LeaseDesk, PoolLeases } from './pool-leases'
import { observedSessions } from './sockets'
import { World, type WorldOptions } from './world'

export interface SimulatedHostOptions extends WorldOptions {
  name: string
  /** The host's place in its farm, from 0: its addresses follow from it. */
  index: number
  seed: number
  faults?: readonly Fault[]
  clock: Clock
  random: Random
}

const VERSIONS = ['Windows Server 2022', 'Windows Server 2019', 'Windows Server 2016']

export class SimulatedDriver implements Driver {
  readonly name = 'simulated'
  readonly enforcement = 'simulated'
  /** Everything here happens by event. */
  readonly observeEveryMs = 3_600_000
  private readonly values = new Map<string, unknown>()
  private onChange: (what: 'sessions' | 'values') => void = () => undefined
  private boots = 1
  private failedBinds = 0
  private bootedAt: number
  private world: World
  private alarms: Alarm[] = []
  private readonly reported: HostFactsReport
  private readonly leases: PoolLeases

  constructor(private readonly options: SimulatedHostOptions) {
    const version = VERSIONS[options.index % VERSIONS.length] ?? 'Windows Server 2022'
    this.reported = { name: options.name, os: { family: 'windows', version }, arch: 'x64' }
    this.bootedAt = options.clock.now()
    this.world = new World(options, options.sessions)
    this.leases = new PoolLeases(options.clock, () => this.onChange('sessions'))
  }

  /** Where addresses of pools come from. Without it a host whose values name a pool has none to give. */
  leaseFrom(desk: LeaseDesk): void {
    this.leases.use(desk)
  }

  /** Who is logged on: tests and demos may log people on and off. */
  get sessions(): World {
    return this.world
  }

  async machineId(): Promise<string> {
    return `simulated-${this.options.seed}-${this.options.name}`
  }

  async bootId(): Promise<string> {
    return `sim-${this.bootedAt.toString(36)}-${this.options.index.toString(36)}-${this.boots}`
  }

  async facts(): Promise<HostFactsReport> {
    return this.reported
  }

  async observe(): Promise<ObservedSession[]> {
    const values = Object.fromEntries(this.values)
    const { sessions } = this.world
    this.leases.follow(sessions, poolOf(values))
    return observedSessions(sessions, values, this.options.index, this.leases, this.failedBinds > 0)
  }

  bindFailures(): number {
    return this.failedBinds
  }

  capability(): Capability {
    return { can: true }
  }

  async readBack(): Promise<EffectiveValues> {
    return Object.fromEntries(this.values)
  }

  async apply(step: Step): Promise<undefined> {
    if (this.faults('fails-item').some((fault) => fault.setting === step.setting)) {
      throw new StepError('access-denied', `access to the key of ${step.setting} is denied (simulated fault)`)
    }
    if (step.action === 'set') this.values.set(step.setting, step.value)
    else this.values.delete(step.setting)
  }

  /** Says that something changed, as whoever changes it from outside must. */
  changed(what: 'sessions' | 'values'): void {
    this.onChange(what)
  }

  start(onChange: (what: 'sessions' | 'values') => void): void {
    this.onChange = onChange
    this.world.start(() => onChange('sessions'))
    for (const { everySeconds } of this.faults('bind-fails')) {
      this.every(everySeconds * 1000, () => {
        this.failedBinds += 1
        onChange('sessions')
      })
    }
    for (const { setting, everySeconds } of this.faults('drifts')) {
      this.every(everySeconds * 1000, () => {
        this.meddle(setting)
        onChange('values')
      })
    }
  }

  async stop(): Promise<void> {
    this.world.stop()
    this.leases.stop()
    for (const alarm of this.alarms) alarm.cancel()
    this.alarms = []
  }

  /** Somebody changes a value behind the agent's back. */
  meddle(setting: SettingId): void {
    const value = meddledWith(this.values.get(setting))
    if (value === undefined) this.values.delete(setting)
    else this.values.set(setting, value)
  }

  /** Everybody is thrown out; values stay, as a registry does. Stop the agent before, start it after. */
  reboot(): void {
    this.boots += 1
    this.bootedAt = this.options.clock.now()
    this.world.stop()
    this.world = new World(this.options, 0)
  }

  private faults<Kind extends Fault['kind']>(kind: Kind): Extract<Fault, { kind: Kind }>[] {
    return (this.options.faults ?? []).filter(
      (one): one is Extract<Fault, { kind: Kind }> => one.kind === kind,
    )
  }

  private every(milliseconds: number, act: () => void): void {
    const alarm = this.options.clock.after(milliseconds, () => {
      this.alarms = this.alarms.filter((one) => one !== alarm)
      act()
      this.every(milliseconds, act)
    })
    this.alarms.push(alarm)
  }
}

/** The pool that sessions get their addresses from, or null where it is none. */
function poolOf(values: EffectiveValues): string | null {
  const { VirtualIpEnabled: on, VirtualIpSource: source, VirtualIpPool: pool } = values
  return on === true && source === 'pool' && typeof pool === 'string' ? pool : null
}
