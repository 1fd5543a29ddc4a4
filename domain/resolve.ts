/** What one host (or one session on it) is told, by whom, and who lost: the heart of the product. Rulebook 5. */

import type { FilterRule } from './filter'
import type { HostFacts, SessionFacts } from './host-facts'
import { hostWarnings } from './host-warnings'
import { applicability, type PlatformOptions } from './platform'
import type { Policy } from './policy-model'
import { inOrder, staticWarnings } from './policy-warnings'
import type { SettingId } from './settings'
import type { Warning } from './warning'
import { type Loser, type SkippedPolicy, type Winners, winnersOf, winningValues } from './winners'

export interface ResolveInput {
  /** A checked set of policies; their order does not matter. */
  policies: Policy[]
  host: HostFacts
  /** With a session its facts are tested too; without, the answer is the host's machine settings. */
  session?: SessionFacts
  rule?: FilterRule
  options?: PlatformOptions
}

export interface Resolution {
  /** The raw winner of every setting somebody set, also where the host cannot do it. In the registry's order. */
  settings: Winners['settings']
  losers: Loser[]
  notApplicable: { setting: SettingId; policy: string; reason: string }[]
  /** Policies that did not take part. */
  skipped: SkippedPolicy[]
  /** Of the policies as a whole, and of this host. `matches-no-host` only where no host at all could match. */
  warnings: Warning[]
}

export type ResolvedSettings = Omit<Resolution, 'warnings'>

/** Same inputs, same answer, member for member. */
export function resolve(input: ResolveInput): Resolution {
  const { policies, host, rule, options } = input
  const resolved = resolveSettings(input)
  const warnings = inOrder(policies, [
    ...staticWarnings(policies, [host.os.family], rule),
    ...hostWarnings(host, resolved, options),
  ])
  return { ...resolved, warnings }
}

/** {@link resolve} without the warnings: for bundles and for sessions, where nobody reads them. */
export function resolveSettings({ policies, host, session, rule, options }: ResolveInput): ResolvedSettings {
  const winners = winnersOf({ policies, host, session, rule })
  return { ...winners, notApplicable: notApplicableOf(winners.settings, host, options) }
}

/** The winners that the host cannot do. */
export function notApplicableOf(
  settings: Winners['settings'],
  host: HostFacts,
  options?: PlatformOptions,
): Resolution['notApplicable'] {
  const values = winningValues(settings)
  return Object.entries(settings).flatMap(([id, { policy }]) => {
    const setting = id as SettingId
    const can = applicability(setting, host, values, options)
    return can.applicable ? [] : [{ setting, policy, reason: can.reason }]
  })
}
