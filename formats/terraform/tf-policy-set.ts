/** Where the policies of a terraform policy set apply: at the whole site, at some delivery groups, or nowhere. */

import type { ImportLists } from '~/formats/import/import-lists'
import type { RawPolicy } from '~/formats/import/raw-policy'
import type { TfResource } from './hcl'
import { type TfNames, tfName } from './tf-names'
import { TfReference, type TfValue, tfText } from './tf-value'

/** The set that every site has, whose policies apply to all of it. */
export const SITE_SET = 'DefaultSitePolicies'

export type Assignment =
  | { to: 'site' }
  | { to: 'groups'; groups: string[]; set: string }
  | { to: 'nothing'; set: string }
  | { to: 'unknown'; set: string }

/** The assignment that a `policy_set_id` leads to. */
export function assignmentsOf(resources: TfResource[], names: TfNames): (id: TfValue) => Assignment {
  const sets = new Map<string, TfResource>()
  for (const resource of resources.filter(({ type }) => type === 'citrix_policy_set_v2')) {
    const { id } = resource.attributes
    sets.set(resource.address, resource)
    if (typeof id === 'string') sets.set(id.toLowerCase(), resource)
  }
  return (id) => {
    const key = id instanceof TfReference ? id.address : tfText(id).toLowerCase()
    const set = sets.get(key)
    return set ? assignmentOf(set, names) : { to: 'unknown', set: tfText(id) || 'no policy set' }
  }
}

function assignmentOf({ address, mode, attributes }: TfResource, names: TfNames): Assignment {
  if (attributes.name === SITE_SET) return { to: 'site' }
  const groups = attributes.delivery_groups
  if (groups === undefined || groups === null) {
    return { to: mode === 'data' ? 'unknown' : 'nothing', set: address }
  }
  if (!Array.isArray(groups)) return { to: 'unknown', set: address }
  const known = groups.map((group) => tfName(group, 'DesktopGroup', names))
  if (known.some((group) => typeof group !== 'string')) return { to: 'unknown', set: address }
  return known.length === 0
    ? { to: 'nothing', set: address }
    : { to: 'groups', groups: known.map(tfText), set: address }
}

/** The policy with what its set says of where it applies; switched off where that cannot be said with filters. */
export function narrowed(raw: RawPolicy, assignment: Assignment, lists: ImportLists): RawPolicy {
  if (assignment.to === 'site') return raw
  const { set } = assignment
  const off = (why: string) => {
    const message = `${why}. The policy comes switched off: look at its filters, then switch it on.`
    if (raw.enabled) lists.note('policy-set', message, raw.place, raw.name)
    return { ...raw, enabled: false }
  }
  if (assignment.to === 'nothing')
    return off(`${set} is assigned to no delivery group, so it applies to nothing`)
  if (assignment.to === 'unknown') return off(`What ${set} is assigned to is not known from this file`)
  if (raw.filters.some(({ type, mode, enabled }) => type === 'DesktopGroup' && mode === 'Allow' && enabled)) {
    return off(
      `${set} is assigned to delivery groups, and the policy has filters for delivery groups of its own`,
    )
  }
  lists.note(
    'policy-set',
    `${set} is assigned to ${assignment.groups.join(', ')}: filters say so now.`,
    raw.place,
    raw.name,
  )
  const filters = assignment.groups.map((value) => ({
    type: 'DesktopGroup',
    mode: 'Allow',
    enabled: true,
    value,
    place: raw.place,
  }))
  return { ...raw, filters: [...raw.filters, ...filters] }
}
