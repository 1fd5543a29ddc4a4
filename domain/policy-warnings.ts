/** What an admin is warned of: legal policies that probably do not do what is meant. Rulebook 5. */

import { type FilterRule, filterVerdict } from './filter'
import { isUserFilter } from './filter-match'
import { classKeyer } from './host-class'
import type { HostFacts, OsFamily } from './host-facts'
import { hostWarnings } from './host-warnings'
import { listWarnings, listWithoutSwitch, vipWithoutLoopback } from './list-warnings'
import type { PlatformOptions } from './platform'
import { covers, filterShape, isContradiction, type ShapedPolicy } from './policy-cover'
import type { Policy } from './policy-model'
import { byPriority, settingsOf } from './policy-order'
import { WARNING_CODES, type Warning } from './warning'
import { winnersOf } from './winners'

/**
 * The warnings of a farm's policies, in order of priority. Disabled policies are ignored.
 * @param hosts the farm's hosts, where they are known: adds what only they can show (`matches-no-host`, `unverified-os`,
 *   and lists whose switch is off on some host). An empty farm is taken as unknown.
 */
export function policyWarnings(
  policies: Policy[],
  hosts: HostFacts[] = [],
  options?: PlatformOptions,
): Warning[] {
  const classes = distinctHosts(policies, hosts)
  const families = [...new Set(classes.map((host) => host.os.family))]
  return inOrder(policies, [
    ...staticWarnings(policies, families),
    ...matchesNoHost(policies, classes),
    ...classes.flatMap((host) => hostWarnings(host, winnersOf({ policies, host }), options)),
  ])
}

/** What the policies show by themselves, read for hosts of these families (none: for any). */
export function staticWarnings(
  policies: readonly Policy[],
  families: readonly OsFamily[],
  rule: FilterRule = 'all-types',
): Warning[] {
  const shaped = byPriority(policies)
    .filter((policy) => policy.enabled)
    .map((policy) => ({ policy, shape: filterShape(policy) }))
  return shaped.flatMap((one, rank) => [
    ...listWarnings(one, shaped, families),
    ...listWithoutSwitch(one.policy, rank, shaped),
    ...vipWithoutLoopback(one, shaped),
    ...userFiltersOnly(one.policy),
    ...(rule === 'all-types' && isContradiction(one.policy)
      ? [noHost(one.policy, 'its filters allow only what they deny')]
      : neverWins(one, shaped.slice(0, rank), rule)),
  ])
}

/** By priority of the policy, then by code; the same warning once. */
export function inOrder(policies: readonly Policy[], warnings: Warning[]): Warning[] {
  const rank = new Map(byPriority(policies).map((policy, index) => [policy.name, index]))
  const once = new Map(
    warnings.map((warning) => [`${warning.code}\n${warning.policy}\n${warning.message}`, warning]),
  )
  return [...once.values()].sort(
    (one, other) =>
      (rank.get(one.policy) ?? 0) - (rank.get(other.policy) ?? 0) ||
      WARNING_CODES.indexOf(one.code) - WARNING_CODES.indexOf(other.code),
  )
}

function userFiltersOnly(policy: Policy): Warning[] {
  const enabled = policy.filters.filter((filter) => filter.enabled)
  if (enabled.length === 0 || !enabled.every((filter) => isUserFilter(filter.type))) return []
  const message =
    'it has user filters only, which cannot tell the sessions of one host apart: its settings are settings of hosts'
  return [{ code: 'user-filters-only', policy: policy.name, message }]
}

function neverWins({ policy, shape }: ShapedPolicy, higher: ShapedPolicy[], rule: FilterRule): Warning[] {
  const settings = settingsOf(policy)
  if (settings.length === 0) return []
  const beaten = new Set<string>()
  for (const id of settings) {
    const winner = higher.find(
      (other) => other.policy.settings[id] !== undefined && covers(other.shape, shape, rule),
    )
    if (!winner) return []
    beaten.add(winner.policy.name)
  }
  const names = [...beaten].map((name) => `"${name}"`).join(', ')
  return [
    {
      code: 'never-wins',
      policy: policy.name,
      message: `each of its settings is always overridden by ${names}`,
    },
  ]
}

function matchesNoHost(policies: readonly Policy[], hosts: readonly HostFacts[]): Warning[] {
  if (hosts.length === 0) return []
  return policies
    .filter((policy) => policy.enabled && !isContradiction(policy))
    .filter((policy) => {
      const machine = policy.filters.filter((filter) => !isUserFilter(filter.type))
      return !hosts.some((host) => filterVerdict(machine, host).applies)
    })
    .map((policy) => noHost(policy, 'no host of the farm satisfies its filters'))
}

const noHost = (policy: Policy, message: string): Warning => ({
  code: 'matches-no-host',
  policy: policy.name,
  message,
})

function distinctHosts(policies: readonly Policy[], hosts: readonly HostFacts[]): HostFacts[] {
  if (hosts.length < 2) return [...hosts]
  const keyOf = classKeyer(policies)
  return [...new Map(hosts.map((host) => [keyOf(host), host])).values()]
}
