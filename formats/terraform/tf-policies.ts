/** Policies out of the resources of the Citrix terraform provider, whether they came from configuration or state. */

import type { ImportLists } from '~/formats/import/import-lists'
import type { Place } from '~/formats/import/import-result'
import type { RawFilter, RawPolicy, RawSetting } from '~/formats/import/raw-policy'
import type { TfResource } from './hcl'
import { readOldTfFilter, readTfFilter, TF_FILTERS } from './tf-filter'
import type { TfNames } from './tf-names'
import { type Assignment, assignmentsOf, narrowed } from './tf-policy-set'
import { isTfObject, TfReference, TfUnresolved, type TfValue, tfText } from './tf-value'

type Attributes = { [name: string]: TfValue }

const SETTING = 'citrix_policy_setting'
const PRIORITY = 'citrix_policy_priority'
const FILTER = /^citrix_(\w+)_policy_filter$/
const KNOWN_OTHERS = new Set([
  'citrix_policy_set_v2',
  'citrix_delivery_group',
  'citrix_daas_delivery_group',
  'citrix_tag',
])

export function policiesOf(resources: TfResource[], names: TfNames, lists: ImportLists): RawPolicy[] {
  const managed = resources.filter(({ mode }) => mode === 'managed')
  const owners = new Map<string, RawPolicy>()
  const assignments = assignmentsOf(resources, names)
  const raws: { raw: RawPolicy; set: Assignment }[] = []
  for (const resource of managed.filter(({ type }) => type === 'citrix_policy')) {
    if (isRepeated(resource, lists)) continue
    const raw = policyOf(resource, lists)
    for (const key of keysOf(resource)) owners.set(key, raw)
    raws.push({ raw, set: assignments(resource.attributes.policy_set_id) })
  }
  for (const resource of managed) addPart(resource, owners, names, lists)
  order(managed, owners, raws.length, lists)
  const inline = managed.filter(({ type }) => type === 'citrix_policy_set')
  listOthers(resources, lists)
  return [
    ...raws.map(({ raw, set }) => narrowed(raw, set, lists)),
    ...inline.flatMap((set) => inlinePolicies(set, names, lists)),
  ]
}

const keysOf = ({ address, attributes: { id } }: TfResource) =>
  typeof id === 'string' ? [address, id.toLowerCase()] : [address]

const keyOf = (value: TfValue) =>
  value instanceof TfReference ? value.address : typeof value === 'string' ? value.toLowerCase() : ''

function isRepeated({ address, attributes, place }: TfResource, lists: ImportLists): boolean {
  if (attributes.for_each === undefined && attributes.count === undefined) return false
  lists.leave('resource', address, 'for_each and count are not worked out: import the state instead', place)
  return true
}

const POLICY_PARTS = 'id name description enabled policy_set_id depends_on lifecycle provider'

function policyOf({ address, attributes, place }: TfResource, lists: ImportLists): RawPolicy {
  const name = plainText(attributes.name) ?? address.split('.').at(-1) ?? address
  if (plainText(attributes.name) === null) {
    lists.leave('attribute', 'name', 'only terraform can work it out', place, {
      policy: name,
      value: tfText(attributes.name),
    })
  }
  return { ...commonParts(attributes, name, POLICY_PARTS, place, lists), settings: [], filters: [], place }
}

function commonParts(attributes: Attributes, name: string, known: string, place: Place, lists: ImportLists) {
  leaveOthers(attributes, known, name, place, lists)
  const { description, enabled } = attributes
  if (enabled instanceof TfUnresolved || enabled instanceof TfReference) {
    lists.leave(
      'attribute',
      'enabled',
      'only terraform can work it out: the policy comes switched off',
      place,
      {
        policy: name,
        value: tfText(enabled),
      },
    )
  }
  if (description !== undefined && description !== null && plainText(description) === null) {
    lists.leave('attribute', 'description', 'only terraform can work it out', place, {
      policy: name,
      value: tfText(description),
    })
  }
  return {
    name,
    description: plainText(description) ?? '',
    enabled: enabled === true || enabled === 'true',
    priority: null,
  }
}

function addPart(resource: TfResource, owners: Map<string, RawPolicy>, names: TfNames, lists: ImportLists) {
  const { type, address, attributes, place } = resource
  const kind = FILTER.exec(type)?.[1]
  if (type !== SETTING && kind === undefined) return
  const owner = owners.get(keyOf(attributes.policy_id))
  if (!owner) {
    lists.leave('resource', address, 'its policy is not in this file', place, {
      value: tfText(attributes.policy_id),
    })
  } else if (kind !== undefined) {
    owner.filters.push(readTfFilter(kind, attributes, names, place))
    const known = `${FILTER_PARTS} ${TF_FILTERS[kind]?.attribute ?? ''}`
    leaveOthers(attributes, known, owner.name, place, lists)
  } else if (!isRepeated(resource, lists)) {
    owner.settings.push(...settingOf(attributes, owner.name, place, lists))
    leaveOthers(attributes, SETTING_PARTS, owner.name, place, lists)
  }
}

const FILTER_PARTS =
  'id policy_id allowed enabled connection_type connection condition gateway for_each count depends_on lifecycle provider type data'
const SETTING_PARTS = 'id policy_id name use_default enabled value depends_on lifecycle provider'

function settingOf(row: Attributes, policy: string, place: Place, lists: ImportLists): RawSetting[] {
  const id = tfText(row.name)
  const { enabled, value } = row
  if (typeof enabled === 'boolean') return [{ id, state: 'set', value: enabled, place }]
  if (row.use_default === true) return [{ id, state: 'default', place }]
  if (value instanceof TfUnresolved || value instanceof TfReference || row.name instanceof TfUnresolved) {
    lists.leave('setting', id, 'only terraform can work out its value: import the state instead', place, {
      policy,
      value: tfText(value),
    })
    return []
  }
  const list = Array.isArray(value) ? value.map(tfText) : undefined
  return [{ id, state: 'set', value: list ?? plainText(value) ?? undefined, place }]
}

/** `policy_priority` lists policies from the highest down; those it leaves out come after, in the order of the file. */
function order(managed: TfResource[], owners: Map<string, RawPolicy>, count: number, lists: ImportLists) {
  let next = 1
  const priorities = managed.filter(({ type }) => type === PRIORITY)
  for (const { address, attributes, place } of priorities) {
    const listed = Array.isArray(attributes.policy_priority) ? attributes.policy_priority : []
    for (const value of listed) {
      const owner = owners.get(keyOf(value))
      if (owner) owner.priority ??= next++
      else
        lists.leave('attribute', 'policy_priority', 'no such policy in this file', place, {
          value: tfText(value),
        })
    }
    if (!Array.isArray(attributes.policy_priority)) {
      lists.leave('resource', address, 'only terraform can work out its order', place, {
        value: tfText(attributes.policy_priority),
      })
    }
  }
  if (count > 1 && priorities.length === 0) {
    const message = 'No citrix_policy_priority gives an order: the policies stand in the order of the file.'
    lists.note('priority-renumbered', message, managed[0]?.place ?? { file: '' })
  }
}

function inlinePolicies(set: TfResource, names: TfNames, lists: ImportLists): RawPolicy[] {
  leaveOthers(
    set.attributes,
    'id name description type scopes is_assigned policies depends_on lifecycle provider',
    set.address,
    set.place,
    lists,
  )
  const kind = plainText(set.attributes.type) ?? ''
  const rows = Array.isArray(set.attributes.policies) ? set.attributes.policies.filter(isTfObject) : []
  const policies = rows.map((row) => inlinePolicy(row, set, names, lists))
  if (kind === 'SitePolicies') return policies
  const where = kind.endsWith('Templates')
    ? 'are templates, which apply to nothing'
    : 'belong to the delivery groups that name the set'
  const message = `The policies of ${set.address} ${where}: they come switched off. Add filters, then switch them on.`
  lists.note('policy-set', message, set.place)
  return policies.map((policy) => ({ ...policy, enabled: false }))
}

const INLINE_PARTS =
  'id name description enabled policy_settings policy_filters branch_repeater_filter ' +
  Object.keys(TF_FILTERS)
    .map((kind) => `${kind}_filters`)
    .join(' ')

function inlinePolicy(
  row: Attributes,
  { place, address }: TfResource,
  names: TfNames,
  lists: ImportLists,
): RawPolicy {
  const name = plainText(row.name) ?? address
  const filters: RawFilter[] = Object.keys(TF_FILTERS).flatMap((kind) =>
    objects(row[`${kind}_filters`]).map((filter) => readTfFilter(kind, filter, names, place)),
  )
  if (isTfObject(row.branch_repeater_filter)) {
    filters.push(readTfFilter('branch_repeater', row.branch_repeater_filter, names, place))
  }
  return {
    ...commonParts(row, name, INLINE_PARTS, place, lists),
    settings: objects(row.policy_settings).flatMap((setting) => settingOf(setting, name, place, lists)),
    filters: [
      ...filters,
      ...objects(row.policy_filters).map((filter) => readOldTfFilter(filter, names, place)),
    ],
    place,
  }
}

const objects = (value: TfValue) => (Array.isArray(value) ? value.filter(isTfObject) : [])

function leaveOthers(row: Attributes, known: string, policy: string, place: Place, lists: ImportLists) {
  const names = new Set(known.split(' '))
  for (const [name, value] of Object.entries(row)) {
    if (names.has(name) || value === null) continue
    lists.leave('attribute', name, 'it has no meaning here', place, { policy, value: tfText(value) })
  }
}

function listOthers(resources: TfResource[], lists: ImportLists) {
  const others = new Map<string, TfResource[]>()
  for (const resource of resources) {
    const { type, mode } = resource
    const isPart =
      type === 'citrix_policy' || type === 'citrix_policy_set' || type === SETTING || type === PRIORITY
    if (KNOWN_OTHERS.has(type) || (mode === 'managed' && (isPart || FILTER.test(type)))) continue
    others.set(type, [...(others.get(type) ?? []), resource])
  }
  for (const [type, [first, ...more]] of others) {
    if (!first) continue
    const value = more.length > 0 ? `${first.address} and ${more.length} more` : first.address
    lists.leave('resource', type, 'not a resource that holds policies', first.place, { value })
  }
}

function plainText(value: TfValue): string | null {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null
}
