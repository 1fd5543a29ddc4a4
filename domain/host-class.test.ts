import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { classKey, classKeyer } from '~/domain/host-class'
import { canonicalHostConfig, hostConfigOf } from '~/domain/host-config'
import { resolveSettings } from '~/domain/resolve'
import { filter, host, policy } from '~/tests/support/policies'
import { anyHost, anyPolicies } from '~/tests/support/scenarios'

describe('classes of hosts', () => {
  it('equal keys resolve to equal configs, byte for byte', () => {
    fc.assert(
      fc.property(anyPolicies, fc.array(anyHost, { minLength: 20, maxLength: 40 }), (policies, hosts) => {
        const keyOf = classKeyer(policies)
        const texts = new Map<string, string>()
        for (const here of hosts) {
          const text = canonicalHostConfig(hostConfigOf(resolveSettings({ policies, host: here })))
          const earlier = texts.get(keyOf(here))
          if (earlier !== undefined) expect(text).toBe(earlier)
          texts.set(keyOf(here), text)
        }
      }),
    )
  })

  it('hosts that differ in name only are one class, unless a pattern tells them apart', () => {
    const [one, two] = [host({ name: 'HOST1' }), host({ name: 'HOST2' })]
    expect(classKey(one, [])).toBe(classKey(two, []))
    const wide = [policy('P', 1, { filters: [filter('HostName', 'host*')] })]
    expect(classKey(one, wide)).toBe(classKey(two, wide))
    const narrow = [policy('P', 1, { filters: [filter('HostName', '*1')] })]
    expect(classKey(one, narrow)).not.toBe(classKey(two, narrow))
  })

  it('patterns of disabled policies and filters make no classes', () => {
    const [one, two] = [host({ name: 'HOST1' }), host({ name: 'HOST2' })]
    const ignored = [
      policy('P', 1, { enabled: false, filters: [filter('HostName', '*1')] }),
      policy('Q', 2, { filters: [filter('HostName', '*1', 'Allow', false)] }),
    ]
    expect(classKey(one, ignored)).toBe(classKey(two, ignored))
  })

  it('tags are a set, and names compare without case', () => {
    const one = host({ tags: ['cti', 'Madrid'], deliveryGroup: 'Call centre', ou: 'OU=Hosts, DC=example' })
    const two = host({
      tags: ['MADRID', 'cti', 'CTI'],
      deliveryGroup: 'CALL CENTRE',
      ou: 'ou=hosts,dc=example',
    })
    expect(classKey(one, [])).toBe(classKey(two, []))
  })
})

describe('host configs', () => {
  it('name no host, no policy and no time, and marks are sorted by id', () => {
    const policies = [
      policy('Secret name', 1, {
        settings: { VirtualLoopbackSupport: true, PreferLoopback: true, LoopbackMasking: ['a'] },
      }),
    ]
    const config = hostConfigOf(resolveSettings({ policies, host: host({ name: 'HOST7' }) }))
    expect(config.notApplicable.map(({ setting }) => setting)).toEqual(['LoopbackMasking', 'PreferLoopback'])
    expect(canonicalHostConfig(config)).not.toMatch(/Secret name|HOST7/)
  })
})
