import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { classResolver, resolveClasses } from '~/domain/class-resolver'
import { filterIndex } from '~/domain/filter-index'
import { filterMatches } from '~/domain/filter-match'
import { canonicalHostConfig, hostConfigOf } from '~/domain/host-config'
import { nameIndex } from '~/domain/name-index'
import { resolveSettings } from '~/domain/resolve'
import { matchesWildcard } from '~/domain/text'
import { filter, host } from '~/tests/support/policies'
import { anyHost, anyPolicies } from '~/tests/support/scenarios'

const rules = fc.constantFrom('all-types' as const, 'any-type' as const)

describe('resolving many hosts at once', () => {
  it('tells each host what resolving it alone tells it, byte for byte', () => {
    fc.assert(
      fc.property(anyPolicies, fc.array(anyHost, { maxLength: 8 }), rules, (policies, hosts, rule) => {
        const many = classResolver({ policies, rule })
        for (const here of hosts) {
          const alone = hostConfigOf(resolveSettings({ policies, host: here, rule }))
          expect(canonicalHostConfig(many(here))).toBe(canonicalHostConfig(alone))
        }
      }),
      { numRuns: 300 },
    )
  })

  it('puts every host into one class, with the config that is its own', () => {
    fc.assert(
      fc.property(anyPolicies, fc.array(anyHost, { maxLength: 20 }), (policies, hosts) => {
        const asked = hosts.map((facts, id) => ({ id, facts }))
        const classes = resolveClasses(asked, { policies })
        const ids = classes.flatMap((one) => one.hosts.map(({ id }) => id))
        expect(ids.sort((one, other) => one - other)).toEqual(asked.map(({ id }) => id))
        for (const { config, hosts: alike } of classes) {
          for (const { facts } of alike) {
            expect(config).toEqual(hostConfigOf(resolveSettings({ policies, host: facts })))
          }
        }
      }),
    )
  })
})

describe('looking filters up', () => {
  it('finds what asking each filter finds, escaped and odd names too', () => {
    const odd = [
      filter('OU', 'OU=a\\,b,DC=x'),
      filter('OU', 'ou = A\\2Cb , dc = X'),
      filter('OU', 'not a name'),
      filter('DesktopTag', 'İ'),
      filter('User', 'ana'),
    ]
    const here = host({ name: 'TS-1', ou: 'OU=z,OU=A\\,B,DC=X', tags: ['i̇', 'ana'] })
    const index = filterIndex(odd)
    const matched = index.matched(here)
    for (const one of odd) expect(matched[index.idOf(one)] === 1, one.value).toBe(filterMatches(one, here))
  })

  it('fits names to patterns as each pattern alone does', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'A', 'b', '*', '?', '😀'), maxLength: 6 })
    fc.assert(
      fc.property(fc.array(text, { maxLength: 8 }), text, (patterns, name) => {
        const alone = patterns.flatMap((pattern, at) => (matchesWildcard(pattern, name) ? [at] : []))
        expect(nameIndex(patterns)(name)).toEqual(alone)
      }),
      { numRuns: 500 },
    )
  })
})
