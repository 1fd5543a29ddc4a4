/** What changes the calls of programs on this machine, and why it is that: the kernel filter, the library, or nothing. */

import type { AppliedState } from '~/protocol/report'
import { type Clock, systemClock } from '../../clock'
import { type Log, messageOf } from '../../log'
import { type Capability, type EffectiveValues, type Step, StepError } from '../driver'
import { FarmFilter } from './filter/farm-filter'
import { type FilteredSession, FilterFiles } from './filter/filter-files'
import { type Probe, probeFilter } from './filter/probe'
import { RefusedBinds } from './filter/refused-binds'
import { SessionFilter } from './filter/session-filter'

export interface InForceOptions {
  stateDirectory: string
  clock?: Clock
  log: Log
  /** True to change nothing that programs see, whatever the machine allows. */
  observeOnly: boolean
}

export class InForce {
  private probe: Pick<Probe, 'driver' | 'code' | 'reason' | 'mend'> = TOLD_TO_OBSERVE
  private farm: FarmFilter | null = null
  /** Where the library serves launched sessions instead of the filter. */
  private compatible: FilterFiles | null = null
  private refused: RefusedBinds | null = null

  constructor(private readonly options: InForceOptions) {}

  get told(): NonNullable<AppliedState['driver']> {
    const { driver: name, code, reason, mend } = this.probe
    return { name, code, reason: reason.slice(0, 500), ...(mend && { mend: mend.slice(0, 500) }) }
  }

  /** Null where the kernel changes nothing. */
  get filter(): SessionFilter | null {
    return this.farm?.filter ?? null
  }

  /**
   * Tries the machine out.
   * @param isOpen whether a session that was filtered before still runs
   */
  async begin(isOpen: () => Promise<(session: FilteredSession) => boolean>): Promise<void> {
    const { stateDirectory, observeOnly, clock = systemClock, log } = this.options
    if (observeOnly) return new FilterFiles(stateDirectory).removeFarm()
    const { probe, ready } = await probeFilter()
    log.info('probed this machine', { enforces: probe.driver, code: probe.code, reason: probe.reason })
    this.probe = probe
    if (probe.driver === 'preload') await this.beginCompatible()
    if (!ready) return
    const farm = new FarmFilter(new SessionFilter(stateDirectory, ready.bpftool, ready.object))
    await farm.begin(await isOpen())
    this.refused = new RefusedBinds(clock, () => farm.filter.kernel.refusedBinds())
    await this.refused.look()
    this.farm = farm
  }

  /** A filter that cannot be used is no reason not to observe. */
  failed(error: unknown): void {
    const reason = messageOf(error)
    this.probe = { driver: 'none', code: 'load-refused', reason, mend: MEND_UNKNOWN }
    this.options.log.error('the session filter cannot be used', { error: reason })
  }

  capability(): Capability {
    if (this.farm || this.compatible) return { can: true }
    return { can: false, code: 'observe-only', message: this.whyNot.slice(0, 500) }
  }

  async readBack(): Promise<EffectiveValues> {
    return (await this.farm?.readBack()) ?? (await this.compatible?.farm()) ?? {}
  }

  async apply(step: Step): Promise<undefined> {
    if (this.farm) return this.farm.apply(step).then(() => undefined)
    if (!this.compatible) throw new StepError('observe-only', this.whyNot)
    const { [step.setting]: _, ...others } = await this.compatible.farm()
    await this.compatible.saveFarm(step.action === 'set' ? { ...others, [step.setting]: step.value } : others)
  }

  /** Binds that the filter refused: the virtual IP was missing, or the address is another session's. */
  get bindFailures(): number {
    return this.refused?.count ?? 0
  }

  async countRefusedBinds(): Promise<void> {
    await this.refused?.look()
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
}

const TOLD_TO_OBSERVE = {
  driver: 'none',
  code: 'told-to-observe',
  reason: 'this agent was told to observe only',
  mend: 'Start it without --observe-only.',
} as const

const MEND_UNKNOWN =
  'Look into the log of the agent, and report this with the output of vipfarm-agent probe --json.'
