import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type FilterRule, filterVerdict } from '~/domain/filter'
import type { SessionFacts } from '~/domain/host-facts'
import type { Filter, FilterType } from '~/domain/policy-model'
import { FILTER_TYPES, MACHINE_FILTER_TYPES } from '~/domain/policy-model'
import { filter, host } from '~/tests/support/policies'

const here = host({
  deliveryGroup: 'Call centre',
  deliveryGroupKind: 'SharedApp',
  tags: ['cti', 'Madrid'],
  ou: 'OU=Voice,OU=Hosts,DC=example,DC=com',
})
const ana: SessionFacts = {
  id: 7,
  user: 'ana',
  groups: ['Agents', 'CORP\\Everyone'],
  clientIp: '12.0.0.9',
  clientName: 'WS-0042',
  clientPlatform: 'Windows',
  accessControl: 'WithAccessGateway',
}
const applies = (filters: Filter[], session?: SessionFacts, rule?: FilterRule) =>
  filterVerdict(filters, here, session, rule).applies

const matching: Record<FilterType, string[]> = {
  DesktopGroup: ['Call centre', 'CALL CENTRE'],
  DesktopKind: ['SharedApp', 'sharedapp'],
  DesktopTag: ['cti', 'madrid'],
  OU: ['OU=Hosts,DC=example,DC=com', 'ou=voice,ou=hosts,dc=example,dc=com'],
  HostName: ['HOST7', 'host?', 'h*'],
  User: ['ANA', 'agents', 'corp\\everyone'],
  ClientIP: ['12.0.0.9', '12.0.0.*', '12.0.0.1-12.0.0.70', '12.0.0.0/24', '::ffff:12.0.0.9'],
  ClientName: ['ws-0042', 'WS-*', 'ws-00??'],
  ClientPlatform: ['Windows', 'windows'],
  AccessControl: [
    'WithAccessGateway',
    '{"Connection":"WithAccessGateway"}',
    '{"Connection":"WithAccessGateway","Condition":"*","Gateway":"*"}',
  ],
}
const foreign: Record<FilterType, string[]> = {
  DesktopGroup: ['Sales', 'Call*'],
  DesktopKind: ['Shared'],
  DesktopTag: ['ct', 'c*'],
  OU: ['OU=Sales,DC=example,DC=com', 'OU=Deep,OU=Voice,OU=Hosts,DC=example,DC=com'],
  HostName: ['HOST', 'HOST77', '?'],
  User: ['eva', 'Agent', 'an*'],
  ClientIP: ['12.0.0.8', '12.0.1.*', '2001:db8::/32'],
  ClientName: ['WS', '?'],
  ClientPlatform: ['Linux'],
  AccessControl: ['WithoutAccessGateway', '{"Connection":"WithAccessGateway","Gateway":"gate-1"}'],
}

describe.each([...FILTER_TYPES])('Rulebook 5: a %s filter', (type) => {
  it('Allow lets the policy apply where it matches, and only there', () => {
    for (const value of matching[type]) expect(applies([filter(type, value)], ana), value).toBe(true)
    for (const value of foreign[type]) expect(applies([filter(type, value)], ana), value).toBe(false)
  })

  it('Deny blocks where it matches, and only there', () => {
    for (const value of matching[type]) expect(applies([filter(type, value, 'Deny')], ana), value).toBe(false)
    for (const value of foreign[type]) expect(applies([filter(type, value, 'Deny')], ana), value).toBe(true)
  })

  it('without the fact: Allow cannot match, Deny cannot block', () => {
    const bare = host({ name: '' })
    const [value = ''] = matching[type]
    expect(filterVerdict([filter(type, value)], bare, { id: 7 }).applies).toBe(false)
    expect(filterVerdict([filter(type, value, 'Deny')], bare, { id: 7 }).applies).toBe(true)
  })

  it('tells what it was compared with', () => {
    const [value = ''] = matching[type]
    const [row] = filterVerdict([filter(type, value)], here, ana).evidence
    expect(row).toMatchObject({ type, mode: 'Allow', value, matched: true })
    expect(row?.fact).toBeTruthy()
  })
})

describe('Rulebook 5: user filters without a session', () => {
  const userTypes = FILTER_TYPES.filter((type) => !MACHINE_FILTER_TYPES.some((machine) => machine === type))

  it.each(userTypes)('%s: an Allow cannot match, a Deny cannot block, and no fact is told', (type) => {
    const [value = ''] = matching[type]
    expect(applies([filter(type, value)])).toBe(false)
    expect(applies([filter(type, value, 'Deny')])).toBe(true)
    expect(filterVerdict([filter(type, value)], here).evidence[0]?.fact).toBeNull()
  })
})

const RULES = ['all-types', 'any-type'] as const

describe('Rulebook 5: how filters combine', () => {
  const yes = filter('DesktopGroup', 'Call centre')
  const no = filter('DesktopGroup', 'Sales')

  it('without enabled filters a policy applies everywhere', () => {
    expect(applies([])).toBe(true)
    expect(applies([{ ...no, enabled: false }, filter('HostName', '*', 'Deny', false)])).toBe(true)
  })

  it('within a type one matching Allow is enough', () => {
    expect(applies([no, yes])).toBe(true)
    expect(applies([no, filter('DesktopGroup', 'Back office')])).toBe(false)
  })

  it('every type that has Allow filters must match', () => {
    expect(applies([yes, filter('DesktopTag', 'cti')])).toBe(true)
    expect(applies([yes, filter('DesktopTag', 'absent')])).toBe(false)
  })

  it('any matching Deny blocks, of whatever type', () => {
    expect(applies([yes, filter('DesktopTag', 'cti', 'Deny')])).toBe(false)
    expect(applies([yes, filter('DesktopGroup', 'call centre', 'Deny')])).toBe(false)
    expect(applies([yes, filter('DesktopTag', 'absent', 'Deny')])).toBe(true)
  })

  it('a range of clients but for one user: the documented exception', () => {
    const filters = [filter('ClientIP', '12.0.0.*'), filter('User', 'ana', 'Deny')]
    expect(applies(filters, ana)).toBe(false)
    expect(applies(filters, { ...ana, user: 'eva' })).toBe(true)
    expect(applies(filters, { ...ana, user: 'eva', clientIp: '12.0.1.1' })).toBe(false)
  })

  it('the other reading: one type is enough, and a Deny blocks its own type', () => {
    expect(applies([yes, filter('DesktopTag', 'absent')], undefined, 'any-type')).toBe(true)
    expect(applies([no, filter('DesktopTag', 'absent')], undefined, 'any-type')).toBe(false)
    expect(applies([yes, filter('DesktopTag', 'cti', 'Deny')], undefined, 'any-type')).toBe(true)
    expect(applies([yes, filter('DesktopGroup', 'call centre', 'Deny')], undefined, 'any-type')).toBe(false)
    expect(applies([filter('DesktopTag', 'cti', 'Deny')], undefined, 'any-type')).toBe(false)
    expect(applies([filter('DesktopTag', 'absent', 'Deny')], undefined, 'any-type')).toBe(true)
    expect(applies([], undefined, 'any-type')).toBe(true)
  })

  it('is the rule as it is written, said another way, for any filters on or off and under both readings', () => {
    const any = fc
      .tuple(
        fc.constantFrom(...FILTER_TYPES),
        fc.boolean(),
        fc.constantFrom('Allow' as const, 'Deny' as const),
        fc.boolean(),
      )
      .map(([type, fits, mode, on]) => filter(type, (fits ? matching : foreign)[type][0] ?? '', mode, on))
    const fits = (one: Filter) => matching[one.type].includes(one.value)
    const asWritten = (list: readonly Filter[], rule: FilterRule) => {
      const on = list.filter(({ enabled }) => enabled)
      const types = [...new Set(on.filter(({ mode }) => mode === 'Allow').map(({ type }) => type))]
      const some = (mode: Filter['mode'], type?: Filter['type']) =>
        on.some((one) => one.mode === mode && (type === undefined || one.type === type) && fits(one))
      if (rule === 'all-types') return !some('Deny') && types.every((type) => some('Allow', type))
      if (types.length === 0) return !some('Deny')
      return types.some((type) => some('Allow', type) && !some('Deny', type))
    }
    fc.assert(
      fc.property(fc.array(any, { maxLength: 8 }), fc.constantFrom(...RULES), (list, rule) => {
        expect(applies(list, ana, rule)).toBe(asWritten(list, rule))
      }),
      { numRuns: 500 },
    )
  })

  it('the order of filters never matters', () => {
    const any = fc.constantFrom(
      ...FILTER_TYPES.flatMap((type) =>
        [...matching[type], ...foreign[type]].flatMap((value) => [
          filter(type, value),
          filter(type, value, 'Deny'),
        ]),
      ),
    )
    const filters = fc.array(any, { maxLength: 6 })
    fc.assert(
      fc.property(filters, fc.constantFrom(...RULES), (list, rule) => {
        return applies(list, ana, rule) === applies([...list].reverse(), ana, rule)
      }),
    )
  })
})

describe('AccessControl filters with a condition or a gateway', () => {
  const value = '{"Connection":"WithAccessGateway","Condition":"PC_*","Gateway":"gate-1"}'

  it('need a fact that names them', () => {
    const named = '{"Connection":"WithAccessGateway","Condition":"pc_managed","Gateway":"GATE-1"}'
    expect(applies([filter('AccessControl', value)], { id: 7, accessControl: named })).toBe(true)
    expect(applies([filter('AccessControl', value)], { id: 7, accessControl: 'WithAccessGateway' })).toBe(
      false,
    )
  })
})
