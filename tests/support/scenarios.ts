/** Arbitrary policies and hosts, out of few words, so that they meet often. */

import fc from 'fast-check'
import type { HostFacts } from '~/domain/host-facts'
import type { Filter, Policy } from '~/domain/policy-model'

const word = fc.constantFrom('A', 'a', 'B', 'C')
const ou = fc.constantFrom('OU=A,DC=x', 'ou=a,dc=X', 'OU=B,OU=A,DC=x', 'DC=x')
const name = fc.constantFrom('HOST1', 'host2', 'SRV1')
const pattern = fc.constantFrom('host*', 'HOST?', '*1', 'SRV1', '*')

const anyFilter: fc.Arbitrary<Filter> = fc
  .oneof(
    fc.tuple(fc.constantFrom('DesktopGroup' as const, 'DesktopTag' as const, 'User' as const), word),
    fc.tuple(fc.constant('OU' as const), ou),
    fc.tuple(fc.constant('HostName' as const), pattern),
    fc.tuple(fc.constant('DesktopKind' as const), fc.constantFrom('Shared', 'SharedApp')),
  )
  .chain(([type, value]) =>
    fc.record({
      type: fc.constant(type),
      value: fc.constant(value),
      mode: fc.constantFrom('Allow' as const, 'Allow' as const, 'Deny' as const),
      enabled: fc.constantFrom(true, true, true, false),
    }),
  )

const anyPolicy: fc.Arbitrary<Omit<Policy, 'name' | 'priority'>> = fc.record({
  description: fc.constant(''),
  enabled: fc.constantFrom(true, true, true, false),
  settings: fc.record(
    {
      VirtualLoopbackSupport: fc.boolean(),
      VirtualLoopbackPrograms: fc.array(fc.constantFrom('a.exe', 'b.exe', 'C:\\c.exe'), { maxLength: 3 }),
      VirtualIpEnabled: fc.boolean(),
      PreferLoopback: fc.boolean(),
    },
    { requiredKeys: [] },
  ),
  filters: fc.array(anyFilter, { maxLength: 3 }),
})

export const anyPolicies: fc.Arbitrary<Policy[]> = fc
  .array(anyPolicy, { maxLength: 5 })
  .map((policies) => policies.map((one, index) => ({ ...one, name: `P${index + 1}`, priority: index + 1 })))

export const anyHost: fc.Arbitrary<HostFacts> = fc.record(
  {
    name,
    os: fc.constantFrom(
      { family: 'windows' as const, version: 'Windows Server 2022' },
      { family: 'windows' as const, version: 'Windows Server 2012 R2' },
      { family: 'windows' as const, version: 'Windows 11 Pro' },
      { family: 'linux' as const, version: 'Debian GNU/Linux 12 (bookworm)' },
    ),
    tags: fc.array(word, { maxLength: 3 }),
    cloudHosted: fc.boolean(),
    deliveryGroup: word,
    deliveryGroupKind: fc.constantFrom('Shared' as const, 'SharedApp' as const),
    ou,
  },
  { requiredKeys: ['name', 'os', 'tags'] },
)
