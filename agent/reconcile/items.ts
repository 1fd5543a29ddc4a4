/** How each setting stands after a round of changes: what was read back decides, not what a step claimed. Pure. */

import type { HostConfig } from '~/domain/host-config'
import type { ReportedItem } from '~/protocol/report'
import { instantOf } from '../clock'
import type { EffectiveValues, Step } from '../drivers/driver'
import { sameValue, type Unplannable } from './plan'

export interface StepResult {
  step: Step
  failure?: { code: string; message: string }
  waitsFor?: 'restart' | 'logon'
  /** A removal that put an older value back: what is read then is nobody's of ours. */
  restored?: true
}

interface Round {
  config: HostConfig
  unplannable: readonly Unplannable[]
  results: readonly StepResult[]
  /** As read back after the steps. */
  effective: EffectiveValues
  /** What a value that stands still waits for. */
  waitsFor?(setting: string): StepResult['waitsFor']
  /** The items before this round. */
  before: readonly ReportedItem[]
  now: number
}

/** One item for each setting of the config, and for each removal that failed; sorted by setting. */
export function judgeItems({
  config,
  unplannable,
  results,
  effective,
  waitsFor,
  before,
  now,
}: Round): ReportedItem[] {
  const unable = new Map(unplannable.map((one) => [one.setting, one]))
  const done = new Map(results.map((one) => [one.step.setting as string, one]))
  const cleared = results.filter(
    (one) => one.step.action === 'clear' && !one.restored && effective[one.step.setting] !== undefined,
  )
  const settings = [
    ...new Set([
      ...Object.keys(config.settings),
      ...unable.keys(),
      ...cleared.map((one) => one.step.setting),
    ]),
  ]
  return settings.sort().map((setting) => {
    const result = done.get(setting)
    const wanted = (config.settings as Record<string, unknown>)[setting]
    const item =
      unable.get(setting) ?? judge(setting, wanted, effective[setting], result, waitsFor?.(setting))
    return withSince(item, before, now, result)
  })
}

type Item = Omit<ReportedItem, 'since'>

function judge(
  setting: string,
  wanted: unknown,
  found: unknown,
  result: StepResult | undefined,
  waitsFor: StepResult['waitsFor'],
): Item {
  if (result?.failure) return { setting, state: 'failed', ...shorten(result.failure) }
  if (result?.waitsFor) return { setting, state: 'pending', waitsFor: result.waitsFor }
  if (sameValue(found, wanted))
    return waitsFor ? { setting, state: 'pending', waitsFor } : { setting, state: 'applied' }
  const message = `wanted ${brief(wanted)}, but ${brief(found)} was read back`
  return { setting, state: 'failed', ...shorten({ code: 'read-back', message }) }
}

/** Items whose value stood and no longer does, though nobody here changed it. */
export function findDrift(
  config: HostConfig,
  before: readonly ReportedItem[],
  effective: EffectiveValues,
  now: number,
): ReportedItem[] {
  return before.map((item) => {
    const wanted = (config.settings as Record<string, unknown>)[item.setting]
    if (item.state !== 'applied' || sameValue(effective[item.setting], wanted)) return item
    const drift = shorten({ code: 'changed-outside', message: changeOf(wanted, effective[item.setting]) })
    return { setting: item.setting, state: 'drifted', ...drift, since: instantOf(now) }
  })
}

/** `since` is when the item came to stand as it does, with the value it has: not when it was last looked at. */
function withSince(
  item: Item,
  before: readonly ReportedItem[],
  now: number,
  result: StepResult | undefined,
): ReportedItem {
  const earlier = before.find((one) => one.setting === item.setting)
  const written = result !== undefined && !result.failure
  const unchanged =
    !written &&
    earlier?.state === item.state &&
    earlier.code === item.code &&
    earlier.waitsFor === item.waitsFor
  return { ...item, since: earlier && unchanged ? earlier.since : instantOf(now) }
}

/** What was done to a value: of a list, which entries went and came. */
function changeOf(wanted: unknown, found: unknown): string {
  if (!Array.isArray(wanted) || !Array.isArray(found)) return `somebody changed it to ${brief(found)}`
  const gone = wanted.filter((entry) => !found.includes(entry))
  const come = found.filter((entry) => !wanted.includes(entry))
  const acts = [
    ...(gone.length > 0 ? [`removed ${gone.join(', ')}`] : []),
    ...(come.length > 0 ? [`added ${come.join(', ')}`] : []),
  ]
  return `somebody ${acts.join(' and ') || 'changed the order'}`
}

function shorten({ code, message }: { code: string; message: string }) {
  return { code: code.slice(0, 64), message: message.slice(0, 500) }
}

function brief(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value)
  return text.length > 120 ? `${text.slice(0, 117)}...` : text
}
