/** What changed between two sets of policies, in the words in which people talk about it. Policies are known by name. */

import { canonicalJson, type Json } from './canonical'
import type { Filter, Policy, PolicySettings } from './policy-model'
import { byPriority } from './policy-order'
import { SETTING_IDS, type SettingId, type SettingValue, settingShape } from './settings'
import { foldName } from './text'

export interface Change<T> {
  before: T
  after: T
}

export interface SettingChange {
  setting: SettingId
  kind: 'set' | 'removed' | 'changed'
  before?: SettingValue
  after?: SettingValue
  /** For lists: entries that only the new, or only the old, value has. Both empty where only the order changed. */
  added?: string[]
  removed?: string[]
}

export interface PolicyChange {
  kind: 'created' | 'deleted' | 'changed'
  /** The name it has now; of a deleted policy, the name it had. */
  policy: string
  /** Only where letters' case changed: another name is another policy. */
  name?: Change<string>
  description?: Change<string>
  enabled?: Change<boolean>
  /** A new policy that is switched off: it does nothing yet. */
  createdDisabled?: true
  priority?: Change<number>
  settings: SettingChange[]
  filters: { added: Filter[]; removed: Filter[] }
}

/** Deleted policies last, the others in the new order of priority. Equal sets have no changes. */
export function diffPolicies(before: readonly Policy[], after: readonly Policy[]): PolicyChange[] {
  const old = new Map(before.map((policy) => [foldName(policy.name), policy]))
  const kept = new Set(after.map((policy) => foldName(policy.name)))
  const changes = byPriority(after).map((policy) => {
    const earlier = old.get(foldName(policy.name))
    return earlier ? changedPolicy(earlier, policy) : wholePolicy('created', policy)
  })
  const deleted = byPriority(before).filter((policy) => !kept.has(foldName(policy.name)))
  return [
    ...changes.filter((change) => change !== null),
    ...deleted.map((policy) => wholePolicy('deleted', policy)),
  ]
}

function wholePolicy(kind: 'created' | 'deleted', policy: Policy): PolicyChange {
  const none = { ...policy, settings: {}, filters: [] }
  const [before, after] = kind === 'created' ? [none, policy] : [policy, none]
  return {
    kind,
    policy: policy.name,
    ...(kind === 'created' && !policy.enabled && { createdDisabled: true as const }),
    settings: settingChanges(before.settings, after.settings),
    filters: filterChanges(before, after),
  }
}

function changedPolicy(before: Policy, after: Policy): PolicyChange | null {
  const change: PolicyChange = {
    kind: 'changed',
    policy: after.name,
    ...changeOf('name', before, after),
    ...changeOf('description', before, after),
    ...changeOf('enabled', before, after),
    ...changeOf('priority', before, after),
    settings: settingChanges(before.settings, after.settings),
    filters: filterChanges(before, after),
  }
  const { kind, policy, settings, filters, ...fields } = change
  const parts = Object.keys(fields).length + settings.length + filters.added.length + filters.removed.length
  return parts === 0 ? null : change
}

function changeOf<Key extends 'name' | 'description' | 'enabled' | 'priority'>(
  key: Key,
  before: Policy,
  after: Policy,
) {
  return before[key] === after[key] ? {} : { [key]: { before: before[key], after: after[key] } }
}

/** In the registry's order; settings with equal values have no change. */
export function settingChanges(before: PolicySettings, after: PolicySettings): SettingChange[] {
  return SETTING_IDS.flatMap((setting): SettingChange[] => {
    const [was, is] = [before[setting], after[setting]]
    if (was === undefined && is === undefined) return []
    if (was !== undefined && is !== undefined && text(was) === text(is)) return []
    const kind = was === undefined ? 'set' : is === undefined ? 'removed' : 'changed'
    return [{ setting, kind, before: was, after: is, ...listChanges(setting, was, is) }]
  })
}

function listChanges(
  setting: SettingId,
  was: unknown,
  is: unknown,
): Pick<SettingChange, 'added' | 'removed'> {
  if (!settingShape(setting).kind.endsWith('-list')) return {}
  const [old, now] = [entries(was), entries(is)]
  return { added: without(now, old), removed: without(old, now) }
}

const entries = (value: unknown) => (Array.isArray(value) ? value.map(String) : [])

// Counts doubles: of two equal entries against one, one is left.
function without(list: readonly string[], other: readonly string[]): string[] {
  const counts = new Map<string, number>()
  for (const entry of other) counts.set(entry, (counts.get(entry) ?? 0) + 1)
  return list.filter((entry) => {
    const left = counts.get(entry) ?? 0
    if (left > 0) counts.set(entry, left - 1)
    return left === 0
  })
}

function filterChanges(before: Policy, after: Policy): PolicyChange['filters'] {
  const [old, now] = [before.filters.map(filterText), after.filters.map(filterText)]
  const pick = (filters: Filter[], texts: string[]) =>
    texts
      .map((wanted) => filters.find((filter) => filterText(filter) === wanted))
      .filter((filter) => filter !== undefined)
  return { added: pick(after.filters, without(now, old)), removed: pick(before.filters, without(old, now)) }
}

const filterText = (filter: Filter) => canonicalJson({ ...filter })
const text = (value: unknown) => canonicalJson(value as Json)
