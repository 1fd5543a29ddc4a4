/** Who wins each setting on one host: per setting, by priority, lists never merged. Rulebook 5. */

import { type FilterEvidence, type FilterRule, filterVerdict } from './filter'
import type { HostFacts, SessionFacts } from './host-facts'
import type { Policy, PolicySettings } from './policy-model'
import { byPriority, settingsOf } from './policy-order'
import { SETTING_IDS, type SettingId, type SettingValue } from './settings'

export interface Loser {
  setting: SettingId
  policy: string
  lostTo: string
  /** What the policy would have set. */
  value: SettingValue
}

export interface SkippedPolicy {
  policy: string
  reason: 'disabled' | 'denied' | 'not-allowed'
  evidence: FilterEvidence[]
}

export interface Winner<Id extends SettingId = SettingId> {
  value: SettingValue<Id>
  policy: string
  /** Why the policy applies; empty for one without filters. */
  evidence: FilterEvidence[]
}

export interface Winners {
  /** In the registry's order. */
  settings: { [Id in SettingId]?: Winner<Id> }
  losers: Loser[]
  skipped: SkippedPolicy[]
}

export interface WinnersInput {
  policies: readonly Policy[]
  host: HostFacts
  session?: SessionFacts
  rule?: FilterRule
}

export function winnersOf({ policies, host, session, rule }: WinnersInput): Winners {
  const found = new Map<SettingId, Winner>()
  const losers: Loser[] = []
  const skipped: SkippedPolicy[] = []
  for (const policy of byPriority(policies)) {
    if (!policy.enabled) {
      skipped.push({ policy: policy.name, reason: 'disabled', evidence: [] })
      continue
    }
    const { applies, evidence } = filterVerdict(policy.filters, host, session, rule)
    if (!applies) {
      const denied = evidence.some((row) => row.mode === 'Deny' && row.matched)
      skipped.push({ policy: policy.name, reason: denied ? 'denied' : 'not-allowed', evidence })
      continue
    }
    for (const setting of settingsOf(policy)) {
      const value = policy.settings[setting] as SettingValue
      const winner = found.get(setting)
      if (winner) losers.push({ setting, policy: policy.name, lostTo: winner.policy, value })
      else found.set(setting, { value, policy: policy.name, evidence })
    }
  }
  return { settings: inRegistryOrder(found), losers: sortedBySetting(losers), skipped }
}

/** The bare winning values. */
export function winningValues(settings: Winners['settings']): PolicySettings {
  return Object.fromEntries(
    Object.entries(settings).map(([id, winner]) => [id, winner.value]),
  ) as PolicySettings
}

function inRegistryOrder(found: Map<SettingId, Winner>): Winners['settings'] {
  const entries = SETTING_IDS.flatMap((id) => (found.has(id) ? [[id, found.get(id)]] : []))
  return Object.fromEntries(entries) as Winners['settings']
}

// The sort is stable: within a setting, losers stay in the order of their priority.
function sortedBySetting(losers: Loser[]): Loser[] {
  const rank = new Map(SETTING_IDS.map((id, index) => [id, index]))
  return losers.sort((one, other) => (rank.get(one.setting) ?? 0) - (rank.get(other.setting) ?? 0))
}
