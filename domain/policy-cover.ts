/** Whether one policy applies wherever another does, told from their filters alone. Sound, not complete: a `true` is proof. */

import { isAtOrBelow } from './distinguished-name'
import type { FilterRule } from './filter'
import { isUserFilter } from './filter-match'
import type { Filter, FilterType, Policy } from './policy-model'
import { foldName } from './text'

/** The enabled filters of a policy, in the form in which they are compared. */
export interface FilterShape {
  deny: Set<string>
  allow: Map<FilterType, Set<string>>
}

/** An enabled policy beside the form of its filters. */
export interface ShapedPolicy {
  policy: Policy
  shape: FilterShape
}

export function filterShape(policy: Policy): FilterShape {
  const deny = new Set<string>()
  const allow = new Map<FilterType, Set<string>>()
  for (const { type, mode, enabled, value } of policy.filters) {
    if (!enabled) continue
    if (mode === 'Deny') deny.add(`${type}:${foldName(value)}`)
    else allow.set(type, (allow.get(type) ?? new Set()).add(foldName(value)))
  }
  // Every host has a name, so allowing all names is no condition.
  if ([...(allow.get('HostName') ?? [])].some((pattern) => /^\*+$/.test(pattern))) allow.delete('HostName')
  return { deny, allow }
}

/** True when `outer` surely applies to every host and session that `inner` applies to. */
export function covers(outer: FilterShape, inner: FilterShape, rule: FilterRule = 'all-types'): boolean {
  const wider = isWider(outer, inner)
  if (rule === 'all-types' || !wider) return wider
  // Where one type is enough, a type more widens a policy: only the same filters, or none at all, are proof.
  return outer.deny.size + outer.allow.size === 0 || isWider(inner, outer)
}

function isWider(outer: FilterShape, inner: FilterShape): boolean {
  for (const denied of outer.deny) if (!inner.deny.has(denied)) return false
  for (const [type, values] of outer.allow) {
    const narrower = inner.allow.get(type)
    if (!narrower) return false
    for (const value of narrower) if (!values.has(value)) return false
  }
  return true
}

/** True when no host at all can satisfy the policy's machine filters, all types taken together: one allows only what is denied. */
export function isContradiction(policy: Policy): boolean {
  const machine = policy.filters.filter((filter) => filter.enabled && !isUserFilter(filter.type))
  const denied = machine.filter((filter) => filter.mode === 'Deny')
  if (denied.some((filter) => filter.type === 'HostName' && /^\*+$/.test(filter.value))) return true
  const allowed = machine.filter((filter) => filter.mode === 'Allow')
  return [...new Set(allowed.map((filter) => filter.type))].some((type) =>
    allowed
      .filter((filter) => filter.type === type)
      .every((filter) => denied.some((deny) => denies(deny, filter))),
  )
}

function denies(deny: Filter, allow: Filter): boolean {
  if (deny.type !== allow.type) return false
  if (deny.type === 'OU') return isAtOrBelow(allow.value, deny.value)
  return foldName(deny.value) === foldName(allow.value)
}
