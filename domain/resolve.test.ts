import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hostConfigOf } from '~/domain/host-config'
import type { Policy } from '~/domain/policy-model'
import { resolve, resolveSettings } from '~/domain/resolve'
import { filter, host, policy, windows } from '~/tests/support/policies'
import { anyHost, anyPolicies } from '~/tests/support/scenarios'

const list = (name: string, priority: number, programs: string[], over: Partial<Policy> = {}) =>
  policy(name, priority, { settings: { VirtualLoopbackPrograms: programs }, ...over })

describe('Rulebook 5: who wins', () => {
  it('per setting, the highest priority that applies, whatever the order given', () => {
    const one = policy('One', 1, { settings: { VirtualLoopbackSupport: true } })
    const two = policy('Two', 2, { settings: { VirtualLoopbackSupport: false, VirtualIpEnabled: true } })
    const { settings, losers } = resolve({ policies: [two, one], host: host() })
    expect(settings.VirtualLoopbackSupport).toMatchObject({ value: true, policy: 'One' })
    expect(settings.VirtualIpEnabled).toMatchObject({ value: true, policy: 'Two' })
    expect(losers).toEqual([
      { setting: 'VirtualLoopbackSupport', policy: 'Two', lostTo: 'One', value: false },
    ])
  })

  it('lists are never merged: the winner’s whole list is used, even an empty one', () => {
    const { settings } = resolve({
      policies: [list('One', 1, ['a.exe']), list('Two', 2, ['b.exe'])],
      host: host(),
    })
    expect(settings.VirtualLoopbackPrograms?.value).toEqual(['a.exe'])
    const empty = resolve({ policies: [list('One', 1, []), list('Two', 2, ['b.exe'])], host: host() })
    expect(empty.settings.VirtualLoopbackPrograms?.value).toEqual([])
  })

  it('a setting that a policy leaves undefined is not set by it', () => {
    const policies = [policy('One', 1, { settings: { VirtualIpEnabled: undefined } }), policy('Two', 2)]
    expect(resolve({ policies, host: host() }).settings).toEqual({})
  })

  it('tells the evidence of winners and of policies that do not apply', () => {
    const policies = [
      list('In', 1, ['a.exe'], { filters: [filter('DesktopTag', 'CTI')] }),
      list('Denied', 2, ['b.exe'], { filters: [filter('HostName', 'h*', 'Deny')] }),
      list('Out', 3, ['c.exe'], { filters: [filter('DesktopGroup', 'Sales')] }),
      list('Off', 4, ['d.exe'], { enabled: false }),
    ]
    const { settings, skipped, losers } = resolve({ policies, host: host({ tags: ['cti'] }) })
    expect(settings.VirtualLoopbackPrograms?.evidence).toEqual([
      { type: 'DesktopTag', mode: 'Allow', value: 'CTI', fact: 'cti', matched: true },
    ])
    expect(skipped.map(({ policy: name, reason }) => [name, reason])).toEqual([
      ['Denied', 'denied'],
      ['Out', 'not-allowed'],
      ['Off', 'disabled'],
    ])
    expect(losers).toEqual([])
  })

  it('keeps the raw winner of what the host cannot do, and says why', () => {
    const policies = [policy('P', 1, { settings: { VirtualIpEnabled: true, VirtualLoopbackSupport: true } })]
    const resolution = resolve({ policies, host: windows('Windows Server 2022', { cloudHosted: true }) })
    expect(resolution.settings.VirtualIpEnabled?.value).toBe(true)
    expect(resolution.notApplicable).toEqual([
      {
        setting: 'VirtualIpEnabled',
        policy: 'P',
        reason: 'virtual IP is not supported on cloud-hosted machines',
      },
    ])
    expect(hostConfigOf(resolution)).toEqual({
      v: 1,
      settings: { VirtualLoopbackSupport: true },
      notApplicable: [
        { setting: 'VirtualIpEnabled', reason: 'virtual IP is not supported on cloud-hosted machines' },
      ],
    })
  })
})

const anyRule = fc.constantFrom('all-types' as const, 'any-type' as const)

describe('Rulebook 5: same inputs, same bytes out', () => {
  it('whatever the order of policies, and without touching them', () => {
    fc.assert(
      fc.property(anyPolicies, anyHost, (policies, here) => {
        const before = JSON.stringify(policies)
        const one = JSON.stringify(resolve({ policies, host: here }))
        expect(JSON.stringify(resolve({ policies: [...policies].reverse(), host: here }))).toBe(one)
        expect(JSON.stringify(policies)).toBe(before)
      }),
    )
  })

  it('each setting has one winner, and losers are exactly the others that apply and set it', () => {
    fc.assert(
      fc.property(anyPolicies, anyHost, (policies, here) => {
        const { settings, losers, skipped } = resolveSettings({ policies, host: here })
        const out = new Set(skipped.map((row) => row.policy))
        for (const one of policies.filter(({ name }) => !out.has(name))) {
          for (const id of Object.keys(one.settings) as (keyof typeof one.settings)[]) {
            const won = settings[id]?.policy === one.name
            const lost = losers.some((row) => row.setting === id && row.policy === one.name)
            expect(won !== lost).toBe(true)
          }
        }
      }),
    )
  })

  it('under the other rule for filters a wider policy is no proof, the same filters are', () => {
    const top = policy('Top', 1, {
      settings: { VirtualIpEnabled: true },
      filters: [filter('DesktopGroup', 'A')],
    })
    const low = policy('Low', 2, {
      settings: { VirtualIpEnabled: false },
      filters: [filter('DesktopGroup', 'A'), filter('DesktopTag', 'x')],
    })
    const codes = (policies: Policy[]) =>
      resolve({ policies, host: host(), rule: 'any-type' }).warnings.map(({ code }) => code)
    expect(codes([top, low])).toEqual([])
    expect(codes([top, { ...low, filters: top.filters }])).toEqual(['never-wins'])
    expect(codes([{ ...top, filters: [] }, low])).toEqual(['never-wins'])
  })

  it('never-wins and matches-no-host are right: no such policy wins anything on any host', () => {
    fc.assert(
      fc.property(anyPolicies, anyHost, anyRule, (policies, here, rule) => {
        const { settings, warnings } = resolve({ policies, host: here, rule })
        const beaten = warnings.filter(({ code }) => code === 'never-wins' || code === 'matches-no-host')
        for (const warning of beaten) {
          expect(Object.values(settings).some((winner) => winner.policy === warning.policy)).toBe(false)
        }
      }),
      { numRuns: 500 },
    )
  })
})
