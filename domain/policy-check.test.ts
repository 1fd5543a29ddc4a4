import { describe, expect, it } from 'vitest'
import { checkPolicies, checkPolicy } from '~/domain/policy-check'
import type { Policy } from '~/domain/policy-model'
import { filter, policy } from '~/tests/support/policies'

const fieldsOf = (policies: Policy[]) => checkPolicies(policies).map(({ field }) => field)
const odd = (over: Record<string, unknown>) => ({ ...policy('CTI', 1), ...over }) as unknown as Policy

describe('Rulebook 5: policies that may be stored', () => {
  it('are sound with nothing in them, and with everything in them', () => {
    const full = policy('CTI', 1, {
      description: 'Softphones\nof the call centre',
      settings: { VirtualLoopbackSupport: true, VirtualLoopbackPrograms: ['a.exe'], VirtualIpAdapter: null },
      filters: [
        filter('DesktopGroup', 'Call centre'),
        filter('DesktopKind', 'SharedApp'),
        filter('OU', 'OU=Hosts,DC=example,DC=com', 'Deny'),
        filter('ClientIP', '12.0.0.*'),
        filter('ClientPlatform', 'Html5'),
        filter('AccessControl', 'WithoutAccessGateway'),
      ],
    })
    expect(checkPolicies([policy('Base', 2), full])).toEqual([])
  })

  it('have a name', () => {
    for (const name of ['', '  ', 'a\nb', 'x'.repeat(201), 7, undefined]) {
      expect(fieldsOf([odd({ name })])).toEqual(['policies[0].name'])
    }
  })

  it('have names that differ by more than case', () => {
    const problems = checkPolicies([policy('CTI', 1), policy('cti', 2)])
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatchObject({ field: 'policies[1].name', value: 'cti' })
  })

  it('have whole priorities from 1 to 1,000,000', () => {
    for (const priority of [0, -1, 1.5, '1', undefined, Number.NaN, 1_000_001]) {
      expect(fieldsOf([odd({ priority })])).toEqual(['policies[0].priority'])
    }
  })

  it('have priorities of their own: two equal ones are an error that names both', () => {
    const problems = checkPolicies([policy('CTI', 3), policy('Base', 3, { enabled: false })])
    expect(problems).toHaveLength(1)
    expect(problems[0]?.rule).toContain('"CTI" and "Base"')
    expect(problems[0]?.value).toBe(3)
  })

  it('hold known settings with values of their type', () => {
    const problems = checkPolicy(
      odd({ settings: { Nonsense: 1, VirtualLoopbackSupport: 'yes', PreferLoopback: undefined } }),
      'p',
    )
    expect(problems.map(({ field }) => field)).toEqual([
      'p.settings.Nonsense',
      'p.settings.VirtualLoopbackSupport',
    ])
    expect(fieldsOf([odd({ settings: [] })])).toEqual(['policies[0].settings'])
  })

  it('are on or off, and described by text', () => {
    expect(fieldsOf([odd({ enabled: 'yes', description: 7 })])).toEqual([
      'policies[0].description',
      'policies[0].enabled',
    ])
    for (const description of ['x'.repeat(2_001), 'a\0b', 'half \ud83d'])
      expect(fieldsOf([odd({ description })])).toEqual(['policies[0].description'])
    expect(fieldsOf([odd({ description: 'whole \ud83d\ude00' })])).toEqual([])
  })
})

describe('Rulebook 5: filters that may be stored', () => {
  it.each([
    [{ type: 'Moon', mode: 'Allow', enabled: true, value: 'full' }, 'type'],
    [{ type: 'User', mode: 'allow', enabled: true, value: 'ana' }, 'mode'],
    [{ type: 'User', mode: 'Allow', enabled: 1, value: 'ana' }, 'enabled'],
    [{ type: 'User', mode: 'Allow', enabled: true, value: '' }, 'value'],
    [{ type: 'User', mode: 'Allow', enabled: true, value: 7 }, 'value'],
    [{ type: 'ClientIP', mode: 'Allow', enabled: true, value: '12.0.0' }, 'value'],
    [{ type: 'OU', mode: 'Allow', enabled: true, value: 'Hosts' }, 'value'],
    [{ type: 'DesktopKind', mode: 'Allow', enabled: true, value: 'Public' }, 'value'],
    [{ type: 'ClientPlatform', mode: 'Allow', enabled: true, value: 'Amiga' }, 'value'],
    [{ type: 'AccessControl', mode: 'Allow', enabled: true, value: '{"Connection":"Maybe"}' }, 'value'],
    [{ type: 'AccessControl', mode: 'Allow', enabled: true, value: '{"Moon":"full"}' }, 'value'],
    [{ type: 'AccessControl', mode: 'Allow', enabled: true, value: '{' }, 'value'],
  ])('refuses %j', (bad, member) => {
    expect(fieldsOf([odd({ filters: [bad] })])).toEqual([`policies[0].filters[0].${member}`])
  })

  it('refuses what is no filter, and no list of filters', () => {
    expect(fieldsOf([odd({ filters: [null] })])).toEqual(['policies[0].filters[0]'])
    expect(fieldsOf([odd({ filters: {} })])).toEqual(['policies[0].filters'])
  })
})
