/** Random policies that any farm might have, odd characters included. */

import fc from 'fast-check'
import { checkPolicies } from '~/domain/policy-check'
import type { Filter, Policy, PolicySettings } from '~/domain/policy-model'
import { normalFilterValue } from '~/formats/import/read-filter'
import type { NameIds } from '~/formats/export/export-result'

const NASTY = [
  '"',
  "'",
  '`',
  '$',
  '${',
  '%{',
  '$(calc)',
  '\\',
  ';',
  '#',
  '&',
  '<',
  ']]>',
  '\u2019',
  '\u201c',
  'é',
  '漢',
  '😀',
  '{',
  '}',
  ',',
  '=',
  '%',
  '@',
]

/** Text without control characters, as names and entries are. */
export const plainText = (longest: number) =>
  fc
    .array(
      fc.oneof(
        fc.constantFrom(...NASTY),
        fc.string({ unit: 'grapheme', maxLength: 6 }),
        fc.constantFrom('a', 'B', '7', ' ', '.exe'),
      ),
      {
        minLength: 1,
        maxLength: 8,
      },
    )
    .map((parts) =>
      parts
        .join('')
        .replace(/\p{Cc}/gu, '')
        .normalize('NFC')
        .slice(0, longest)
        .replace(/\p{Surrogate}/gu, ''),
    )
    .filter((text) => text.trim() !== '')

const description = fc.oneof(
  fc.constant(''),
  plainText(200),
  fc.constantFrom(
    'two\nlines',
    'tab\tand\r\nreturn',
    '# END POLICIES\n',
    '\n\n',
    ' - leading',
    'yes',
    '1e3',
    '\u0085\u2028',
  ),
)
const programs = fc.array(
  fc.oneof(
    plainText(260),
    fc.constantFrom('softphone.exe', 'C:\\Program Files\\CTI\\agent.exe', '~', 'true', '0x10'),
  ),
  {
    maxLength: 6,
  },
)

const settings: fc.Arbitrary<PolicySettings> = fc.record(
  {
    VirtualLoopbackSupport: fc.boolean(),
    VirtualLoopbackPrograms: programs,
    VirtualLoopbackPortExclusion: fc.uniqueArray(fc.integer({ min: 1, max: 65_535 }), { maxLength: 4 }),
    VirtualIpEnabled: fc.boolean(),
    VirtualIpMode: fc.constantFrom('per-session' as const, 'per-program' as const),
    VirtualIpPrograms: programs,
    VirtualIpAdapter: fc.constantFrom(null, '192.0.2.96/24', '00-15-5D-01-02-03'),
    VirtualIpSource: fc.constantFrom('dhcp' as const, 'pool' as const),
    VirtualIpPool: fc.constantFrom(null, 'CTI pool'),
    VirtualIpFallback: fc.constantFrom('server-address' as const, 'none' as const),
    PreferLoopback: fc.boolean(),
    PreferLoopbackProcesses: programs,
    LoopbackMasking: programs,
  },
  { requiredKeys: [] },
)

const named = (type: Filter['type'], value: fc.Arbitrary<string>) =>
  fc.record({
    type: fc.constant(type),
    mode: fc.constantFrom('Allow' as const, 'Deny' as const),
    enabled: fc.boolean(),
    value,
  })

const filter: fc.Arbitrary<Filter> = fc.oneof(
  named('DesktopGroup', fc.oneof(fc.constantFrom('Call centre', 'Sales'), plainText(100))),
  named('DesktopKind', fc.constantFrom('Private', 'PrivateApp', 'Shared', 'SharedApp')),
  named('DesktopTag', fc.constantFrom('cti', 'lab')),
  named('OU', fc.constantFrom('OU=Hosts,DC=example,DC=com', 'OU=A\\, B,DC=example,DC=com')),
  named('HostName', fc.constantFrom('HOST*', 'CTI-?')),
  named('User', fc.constantFrom('EXAMPLE\\ana', 'S-1-5-21-1-2-3-1103')),
  named(
    'ClientIP',
    fc.constantFrom('12.0.0.1', '12.0.0.*', '12.0.0.1-12.0.0.70', '12.0.0.0/24', '2001:db8::/64'),
  ),
  named('ClientName', fc.oneof(fc.constantFrom('PC*'), plainText(60))),
  named('ClientPlatform', fc.constantFrom('Windows', 'Linux', 'Html5')),
  named(
    'AccessControl',
    fc.constantFrom(
      'WithAccessGateway',
      'WithoutAccessGateway',
      '{"Connection":"WithAccessGateway","Condition":"c*","Gateway":"g"}',
    ),
  ),
)

/** Policies that pass every check, with priorities 1..N, filter values in their normal form. */
export const policies: fc.Arbitrary<Policy[]> = fc
  .uniqueArray(
    fc.record({
      name: plainText(200).map((name) => name.trim()),
      description,
      enabled: fc.boolean(),
      settings,
      filters: fc.array(filter, { maxLength: 4 }),
    }),
    { maxLength: 5, selector: ({ name }) => name.toLowerCase() },
  )
  .map((list) =>
    list.map((policy, index) => ({
      ...policy,
      priority: index + 1,
      filters: policy.filters.map((one) => ({ ...one, value: normalFilterValue(one.type, one.value) })),
    })),
  )
  .filter((list) => checkPolicies(list).length === 0)

/** Ids for every delivery group, tag and user that the policies name. */
export function idsFor(list: Policy[]): NameIds {
  const ids: NameIds = { deliveryGroups: new Map(), tags: new Map(), users: new Map() }
  let next = 1
  for (const { type, value } of list.flatMap(({ filters }) => filters)) {
    const name = value.toLowerCase()
    const section =
      type === 'DesktopGroup'
        ? ids.deliveryGroups
        : type === 'DesktopTag'
          ? ids.tags
          : type === 'User'
            ? ids.users
            : null
    if (!section || section.has(name)) continue
    const number = String(next++).padStart(12, '0')
    section.set(name, type === 'User' ? `S-1-5-21-9-9-9-${next}` : `00000000-0000-0000-0000-${number}`)
  }
  return ids
}

/** What Citrix can hold of these policies when it knows every id: the two settings, and every filter but host names. */
export function citrixPart(
  list: Policy[],
  drop: (filter: Filter) => boolean,
  dropPolicy: (policy: Policy) => boolean = () => false,
) {
  return list
    .filter((policy) => !dropPolicy(policy))
    .filter(
      ({ settings: set }) =>
        set.VirtualLoopbackSupport !== undefined || set.VirtualLoopbackPrograms !== undefined,
    )
    .map(({ name, description: about, enabled, settings: set, filters }, index) => ({
      name,
      description: about,
      enabled: enabled && !filters.some((one) => one.enabled && drop(one)),
      priority: index + 1,
      settings: {
        ...(set.VirtualLoopbackSupport !== undefined && {
          VirtualLoopbackSupport: set.VirtualLoopbackSupport,
        }),
        ...(set.VirtualLoopbackPrograms !== undefined && {
          VirtualLoopbackPrograms: set.VirtualLoopbackPrograms,
        }),
      },
      filters: filters.filter((one) => !drop(one)),
    }))
}

/** A policy without its place in a file. */
export const bare = ({ name, description: about, enabled, priority, settings: set, filters }: Policy) => ({
  name,
  description: about,
  enabled,
  priority,
  settings: set,
  filters,
})
