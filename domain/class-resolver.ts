/**
 * What many hosts are told under the same policies: the answers of `resolveSettings`, at a cost that does not grow with
 * policies times filters. Filters are looked up by a host's facts instead of asked one by one, and of each setting only
 * the policies down to its winner are looked at.
 */

import { type FilterRule, filtersHold } from './filter'
import { filterIndex } from './filter-index'
import { classKeyer } from './host-class'
import { type HostConfig, hostConfigOf } from './host-config'
import type { HostFacts } from './host-facts'
import type { PlatformOptions } from './platform'
import type { Filter, Policy } from './policy-model'
import { byPriority, settingsOf } from './policy-order'
import { notApplicableOf } from './resolve'
import { SETTING_IDS, type SettingId } from './settings'
import type { Winner, Winners } from './winners'

export interface ResolverInput {
  policies: readonly Policy[]
  rule?: FilterRule
  options?: PlatformOptions
}

export interface HostClass<Host> {
  config: HostConfig
  hosts: Host[]
}

/** Hosts that are told the same, together. Resolved once for each class of hosts. */
export function resolveClasses<Host extends { facts: HostFacts }>(
  hosts: Iterable<Host>,
  input: ResolverInput,
): HostClass<Host>[] {
  const keyOf = classKeyer(input.policies)
  const configOf = classResolver(input)
  const classes = new Map<string, HostClass<Host>>()
  for (const host of hosts) {
    const key = keyOf(host.facts)
    const known = classes.get(key)
    if (known) known.hosts.push(host)
    else classes.set(key, { config: configOf(host.facts), hosts: [host] })
  }
  return [...classes.values()]
}

/** The config of any host (without a session) under these policies. */
export function classResolver({ policies, rule, options }: ResolverInput): (host: HostFacts) => HostConfig {
  const asked = byPriority(policies).filter(({ enabled }) => enabled)
  const filters = asked.map((policy) => policy.filters.filter(({ enabled }) => enabled))
  const index = filterIndex(filters.flat())
  const ids = filters.map((list) => list.map(index.idOf))
  const setters = settersOf(asked)
  return (host) => {
    const matched = index.matched(host)
    const verdicts = new Int8Array(asked.length)
    // One function for all policies of the host: this is asked millions of times.
    let own: readonly number[] = []
    const isMatched = (row: number) => matched[own[row] as number] === 1
    const applies = (at: number): boolean => {
      if (verdicts[at] === 0) {
        own = ids[at] as number[]
        verdicts[at] = filtersHold(filters[at] as Filter[], isMatched, rule) ? 1 : -1
      }
      return verdicts[at] === 1
    }
    const won = setters.flatMap(([id, places]) => {
      const policy = asked[places.find(applies) ?? -1]
      return policy ? [[id, { value: policy.settings[id], policy: policy.name, evidence: [] } as Winner]] : []
    })
    const settings = Object.fromEntries(won) as Winners['settings']
    return hostConfigOf({ settings, notApplicable: notApplicableOf(settings, host, options) })
  }
}

/** For each setting the places of the policies that set it, highest priority first. */
function settersOf(asked: readonly Policy[]): [SettingId, number[]][] {
  const places = new Map<SettingId, number[]>(SETTING_IDS.map((id) => [id, []]))
  asked.forEach((policy, at) => {
    for (const id of settingsOf(policy)) places.get(id)?.push(at)
  })
  return [...places]
}
