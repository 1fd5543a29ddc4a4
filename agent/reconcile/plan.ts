/** What to change on a host. Pure: desired and effective values in, steps out. */

import type { HostConfig } from '~/domain/host-config'
import { problemText } from '~/domain/result'
import { checkSettingValue } from '~/domain/setting-value'
import { isSettingId, type SettingId } from '~/domain/settings'
import type { Capability, EffectiveValues, Step } from '../drivers/driver'

export interface Unplannable {
  setting: string
  state: 'failed' | 'not-applicable'
  code: string
  message: string
}

export interface Plan {
  steps: Step[]
  /** Settings of the config that no step can bring about, with the reason. */
  unplannable: Unplannable[]
}

export interface PlanInput {
  config: HostConfig
  effective: EffectiveValues
  /** Settings whose value on the host is ours: they are taken away when the config no longer has them. */
  owned: ReadonlySet<string>
  capability(setting: SettingId): Capability
}

/** Steps in the config's order of names, removals last. A value that stands already needs no step. */
export function planSteps({ config, effective, owned, capability }: PlanInput): Plan {
  const plan: Plan = { steps: [], unplannable: [] }
  for (const [setting, value] of Object.entries(config.settings).sort(byName)) {
    const reason = unplannable(setting, value, capability)
    if (reason) plan.unplannable.push(reason)
    else if (isSettingId(setting) && !sameValue(effective[setting], value)) {
      plan.steps.push({ setting, action: 'set', value })
    }
  }
  for (const { setting, reason } of config.notApplicable) {
    plan.unplannable.push({
      setting,
      state: 'not-applicable',
      code: 'host-cannot',
      message: reason.slice(0, 500),
    })
  }
  for (const setting of [...owned].sort()) {
    const gone = !Object.hasOwn(config.settings, setting) && effective[setting] !== undefined
    if (gone && isSettingId(setting)) plan.steps.push({ setting, action: 'clear' })
  }
  return plan
}

/** True if both are absent, or the same value whatever the order of members. */
export function sameValue(one: unknown, other: unknown): boolean {
  if (one === other) return true
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false
  if (Array.isArray(one) !== Array.isArray(other)) return false
  const members = (value: object) => Object.entries(value).filter(([, member]) => member !== undefined)
  const [ones, others] = [members(one), members(other)]
  if (ones.length !== others.length) return false
  return ones.every(([key, value]) => sameValue(value, (other as Record<string, unknown>)[key]))
}

function unplannable(
  setting: string,
  value: unknown,
  capability: PlanInput['capability'],
): Unplannable | null {
  if (!isSettingId(setting)) {
    const message = 'this agent does not know the setting; a newer one may'
    return { setting, state: 'not-applicable', code: 'unknown-setting', message }
  }
  const checked = checkSettingValue(setting, value, `settings.${setting}`)
  if (!checked.ok) {
    return {
      setting,
      state: 'failed',
      code: 'bad-value',
      message: problemText(checked.problem).slice(0, 500),
    }
  }
  const able = capability(setting)
  return able.can ? null : { setting, state: 'not-applicable', code: able.code, message: able.message }
}

function byName([one]: [string, unknown], [other]: [string, unknown]): number {
  return one < other ? -1 : one > other ? 1 : 0
}
