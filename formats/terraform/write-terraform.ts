/** Policies as configuration for the Citrix terraform provider, in the site's own policy set. */

import type { Filter, Policy } from '~/domain/policy-model'
import { accessControlParts, objectId } from '~/formats/export/citrix-filter'
import { type CitrixPolicy, citrixPolicies } from '~/formats/export/citrix-policy'
import { type Exported, type NameIds, NO_IDS } from '~/formats/export/export-result'
import { isGuid } from '~/formats/import/read-filter'
import { hclString, Labels } from './hcl-text'
import { SITE_SET } from './tf-policy-set'

type Attributes = [name: string, expression: string][]

interface WrittenFilter {
  kind: string
  attributes: Attributes
}

const SET = 'data.citrix_policy_set_v2.site'

/** Delivery groups and tags are looked up by name, as data sources; people need their SIDs. */
export function writeTerraform(policies: readonly Policy[], ids: NameIds = NO_IDS): Exported {
  const lookups = new Lookups()
  const written = citrixPolicies(policies, { filter: (filter) => filterOf(filter, ids, lookups) })
  const labels = new Labels()
  const named = written.policies.map((policy) => ({ policy, label: labels.of(policy.name) }))
  const blocks = [
    block('data', 'citrix_policy_set_v2', 'site', [['name', hclString(SITE_SET)]]),
    ...lookups.blocks,
    ...named.flatMap(({ policy, label }) => policyBlocks(policy, label)),
    ...(named.length > 0 ? [priorityBlock(named.map(({ label }) => label))] : []),
  ]
  return { text: `${HEAD}\n${blocks.join('\n')}`, notExpressible: written.notExpressible }
}

const HEAD = `# Policies of Vipfarm, highest priority first. Needs the provider citrix/citrix, and Citrix Cloud or a controller of
# release 2402 or later. Policies of the same names that exist already must be imported first: terraform import.
`

function policyBlocks(policy: CitrixPolicy<WrittenFilter>, label: string): string[] {
  const owner: Attributes = [['policy_id', `citrix_policy.${label}.id`]]
  return [
    block('resource', 'citrix_policy', label, [
      ['policy_set_id', `${SET}.id`],
      ['name', hclString(policy.name)],
      ['description', hclString(policy.description)],
      ['enabled', String(policy.enabled)],
    ]),
    ...policy.settings.map(({ id, value }) =>
      block('resource', 'citrix_policy_setting', `${label}_${id}`, [
        ...owner,
        ['name', hclString(id)],
        ['use_default', 'false'],
        typeof value === 'boolean' ? ['enabled', String(value)] : ['value', jsonencode(value)],
      ]),
    ),
    ...policy.filters.map(({ kind, attributes }, index) =>
      block('resource', `citrix_${kind}_policy_filter`, `${label}_${index + 1}`, [...owner, ...attributes]),
    ),
  ]
}

function priorityBlock(labels: string[]): string {
  const list = labels.map((label) => `    citrix_policy.${label}.id,`).join('\n')
  return block('resource', 'citrix_policy_priority', 'vipfarm', [
    ['policy_set_id', `${SET}.id`],
    ['policy_priority', `[\n${list}\n  ]`],
  ])
}

function filterOf(
  filter: Filter,
  ids: NameIds,
  lookups: Lookups,
): { ok: true; filter: WrittenFilter } | { ok: false; reason: string } {
  const written = filterAttributes(filter, ids, lookups)
  if (!written.ok) return written
  const common: Attributes = [
    ['enabled', String(filter.enabled)],
    ['allowed', String(filter.mode === 'Allow')],
  ]
  return { ok: true, filter: { kind: written.kind, attributes: [...common, ...written.attributes] } }
}

function filterAttributes(
  filter: Filter,
  ids: NameIds,
  lookups: Lookups,
): { ok: true; kind: string; attributes: Attributes } | { ok: false; reason: string } {
  const one = (kind: string, attribute: string, expression = hclString(filter.value)) => ({
    ok: true as const,
    kind,
    attributes: [[attribute, expression]] as Attributes,
  })
  switch (filter.type) {
    case 'DesktopGroup':
      return one('delivery_group', 'delivery_group_id', lookups.of('citrix_delivery_group', filter.value))
    case 'DesktopTag':
      return one('tag', 'tag', lookups.of('citrix_tag', filter.value))
    case 'User': {
      const sid = objectId(filter, ids)
      return sid.ok ? one('user', 'sid', hclString(sid.data)) : sid
    }
    case 'AccessControl': {
      const { connection, condition, gateway } = accessControlParts(filter.value)
      const attributes: Attributes = [
        ['connection_type', hclString(connection)],
        ['condition', hclString(condition)],
        ['gateway', hclString(gateway)],
      ]
      return { ok: true, kind: 'access_control', attributes }
    }
    case 'DesktopKind':
      return one('delivery_group_type', 'delivery_group_type')
    case 'OU':
      return one('ou', 'ou')
    case 'ClientIP':
      return one('client_ip', 'ip_address')
    case 'ClientName':
      return one('client_name', 'client_name')
    case 'ClientPlatform':
      return one('client_platform', 'platform')
    case 'HostName':
      return { ok: false, reason: 'Citrix has no filter for names of hosts' }
  }
}

/** One data source for each delivery group and tag that a filter names. */
class Lookups {
  readonly blocks: string[] = []
  private readonly known = new Map<string, string>()
  private readonly labels = new Labels()

  of(type: 'citrix_delivery_group' | 'citrix_tag', name: string): string {
    if (isGuid(name)) return hclString(name)
    const key = `${type} ${name}`
    const found = this.known.get(key)
    if (found !== undefined) return found
    const label = this.labels.of(name)
    this.blocks.push(block('data', type, label, [['name', hclString(name)]]))
    const reference = `data.${type}.${label}.id`
    this.known.set(key, reference)
    return reference
  }
}

function block(keyword: string, type: string, label: string, attributes: Attributes): string {
  const width = Math.max(...attributes.map(([name]) => name.length))
  const rows = attributes.map(([name, expression]) => `  ${name.padEnd(width)} = ${expression}`)
  return `${keyword} "${type}" "${label}" {\n${rows.join('\n')}\n}\n`
}

function jsonencode(list: string[]): string {
  if (list.length === 0) return 'jsonencode([])'
  return `jsonencode([\n${list.map((entry) => `    ${hclString(entry)},`).join('\n')}\n  ])`
}
