/**
 * Brings a host to its config and keeps it there: plan, change, read back, say how each item stands. One round at a
 * time; failed items are tried again with growing waits, and a drifted value is reported before it is set right.
 */

import type { HostConfig } from '~/domain/host-config'
import type { AppliedState } from '~/protocol/report'
import type { Alarm, Clock } from '../clock'
import { type Driver, type EffectiveValues, type Step, StepError } from '../drivers/driver'
import { type Log, messageOf } from '../log'
import { fullJitterMs } from '../loops/retry-delay'
import type { Random } from '../random'
import type { Storage } from '../storage/storage'
import { type AppliedRecord, saveApplied } from './applied-file'
import { findDrift, judgeItems, type StepResult } from './items'
import { planSteps, sameValue } from './plan'

/** What to run, and the ticket's number for it. */
export interface Target {
  generation: number
  hash: string
  config: HostConfig
}

export interface ReconcilerOptions {
  driver: Driver
  storage: Storage
  clock: Clock
  random: Random
  log: Log
  /** From the disk, or `NOTHING_APPLIED`. */
  record: AppliedRecord
  /** Whenever the state differs from the one before. */
  onChange(applied: AppliedState): void
}

const RETRY_BASE_MS = 5_000
const RETRY_CAP_MS = 600_000
/** Long enough for people to see that something works against the farm. */
const REPAIR_AFTER_MS = 15_000
const DRIFT_CHECK_MS = 60_000
/** As many as a report takes. */
const MOST_CHECKS = 32

export class Reconciler {
  private target: Target | null = null
  private state: AppliedState
  private owned: Set<string>
  private rounds: Promise<void> = Promise.resolve()
  private failedRounds = 0
  private retry: Alarm | null = null
  private driftCheck: Alarm | null = null
  private stopped = false

  constructor(private readonly options: ReconcilerOptions) {
    this.state = options.record.applied
    this.owned = new Set(options.record.owned)
  }

  get applied(): AppliedState {
    return this.state
  }

  get config(): HostConfig | null {
    return this.target?.config ?? null
  }

  /** Runs a round for `target`. Resolves when it has been read back, whatever failed in it. */
  adopt(target: Target): Promise<void> {
    this.target = target
    this.failedRounds = 0
    this.scheduleDriftCheck()
    return this.queue(() => this.round())
  }

  /** A round for the same target. A drift that shows only now is reported first and set right by the next one. */
  private async again(): Promise<void> {
    const { target } = this
    const effective = target && !this.stopped ? await this.readBack() : null
    if (target && effective && (await this.noteDrift(target, effective))) return
    await this.round()
  }

  /** Looks whether anybody changed a value. */
  checkDrift(): Promise<void> {
    return this.queue(async () => {
      const { target } = this
      if (!target || this.stopped) return
      const effective = await this.readBack()
      if (effective && !(await this.noteDrift(target, effective)))
        await this.become(await this.withChecks(this.state))
    })
  }

  /** Stops the timers and waits for a round that runs. */
  async stop(): Promise<void> {
    this.stopped = true
    this.retry?.cancel()
    this.driftCheck?.cancel()
    await this.rounds
  }

  private queue(work: () => Promise<void>): Promise<void> {
    this.rounds = this.rounds.then(work).catch((error) => {
      this.options.log.error('a round of changes broke off', { error: messageOf(error) })
    })
    return this.rounds
  }

  private async round(): Promise<void> {
    const { target } = this
    if (!target || this.stopped) return
    this.retry?.cancel()
    const { driver, clock } = this.options
    const before = await this.readBack()
    const { config } = target
    const capability = driver.capability.bind(driver)
    const plan = planSteps({ config, effective: before ?? {}, owned: this.owned, capability })
    const results: StepResult[] = []
    for (const step of driver.order?.(plan.steps) ?? plan.steps) results.push(await this.take(step))
    const after = plan.steps.length === 0 ? before : await this.readBack()
    const effective = after ?? {}
    const items = judgeItems({
      config,
      ...plan,
      results,
      effective,
      waitsFor: (setting) => driver.waitsFor?.(setting),
      before: this.state.items,
      now: clock.now(),
    })
    this.own(config, effective, results)
    await this.become(
      await this.withChecks({ generation: target.generation, hash: target.hash, items, effective }),
    )
    if (items.some((item) => item.state === 'failed' && item.code !== 'bad-value')) this.scheduleRetry()
  }

  private async take(step: Step): Promise<StepResult> {
    try {
      const outcome = await this.options.driver.apply(step)
      return { step, ...outcome }
    } catch (error) {
      const code = error instanceof StepError ? error.code : 'apply'
      this.options.log.warn('a setting cannot be applied', {
        setting: step.setting,
        code,
        error: messageOf(error),
      })
      return { step, failure: { code, message: messageOf(error) } }
    }
  }

  private async readBack(): Promise<EffectiveValues | null> {
    try {
      return await this.options.driver.readBack()
    } catch (error) {
      this.options.log.warn('effective values cannot be read', { error: messageOf(error) })
      return null
    }
  }

  private async noteDrift(target: Target, effective: EffectiveValues): Promise<boolean> {
    const items = findDrift(target.config, this.state.items, effective, this.options.clock.now())
    if (!items.some((item, index) => item !== this.state.items[index])) return false
    this.options.log.warn('a value was changed by somebody else', { generation: target.generation })
    await this.become(await this.withChecks({ ...this.state, items, effective }))
    this.wakeFor(REPAIR_AFTER_MS)
    return true
  }

  /** The state with what the driver says beside it: its checks, and owners that are not the farm. */
  private async withChecks(state: AppliedState): Promise<AppliedState> {
    const { driver, log } = this.options
    const items = state.items.map(({ owner: _before, ...item }) => {
      const owner = driver.ownerOf?.(item.setting)
      return owner === undefined ? item : { ...item, owner }
    })
    const { config } = this
    if (!driver.checks || !config) return { ...state, items }
    try {
      return { ...state, items, checks: (await driver.checks(config)).slice(0, MOST_CHECKS) }
    } catch (error) {
      log.warn('the host cannot be checked', { error: messageOf(error) })
      return { ...state, items }
    }
  }

  private own(config: HostConfig, effective: EffectiveValues, results: readonly StepResult[]): void {
    for (const { step, failure, restored } of results) {
      if (restored) this.owned.delete(step.setting)
      if (!failure && step.action === 'set') this.owned.add(step.setting)
    }
    for (const setting of this.owned) {
      if (!Object.hasOwn(config.settings, setting) && effective[setting] === undefined)
        this.owned.delete(setting)
    }
  }

  private async become(next: AppliedState): Promise<void> {
    const changed = !sameValue(this.state, next)
    this.state = next
    if (!changed) return
    const record = { applied: next, owned: [...this.owned] }
    await saveApplied(this.options.storage, record).catch((error) => {
      this.options.log.warn('the applied state cannot be written; it will be read back after a restart', {
        error: messageOf(error),
      })
    })
    this.options.onChange(next)
  }

  private scheduleRetry(): void {
    this.wakeFor(fullJitterMs(++this.failedRounds, RETRY_BASE_MS, RETRY_CAP_MS, this.options.random))
  }

  private wakeFor(milliseconds: number): void {
    this.retry?.cancel()
    if (this.stopped) return
    this.retry = this.options.clock.after(milliseconds, () => void this.queue(() => this.again()))
  }

  private scheduleDriftCheck(): void {
    if (this.driftCheck || this.stopped) return
    this.driftCheck = this.options.clock.after(DRIFT_CHECK_MS, () => {
      this.driftCheck = null
      void this.checkDrift().then(() => this.scheduleDriftCheck())
    })
  }
}
