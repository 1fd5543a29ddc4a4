import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalHostConfig, type HostConfig, hostConfigOf } from '~/domain/host-config'
import type { PolicySettings } from '~/domain/policy-model'
import { resolve } from '~/domain/resolve'
import { SETTING_IDS, type SettingId, settingShape } from '~/domain/settings'
import { sha256 } from '~/protocol/hash'
import { policy, windows } from '~/tests/support/policies'

const programs = fc.uniqueArray(fc.constantFrom('a.exe', 'b.exe', 'c.exe', 'd e.exe', 'Á.exe'), {
  maxLength: 4,
})

function anyValue(id: SettingId): fc.Arbitrary<unknown> {
  const { kind, choices = [] } = settingShape(id)
  switch (kind) {
    case 'boolean':
      return fc.boolean()
    case 'program-list':
      return programs
    case 'port-list':
      return fc.uniqueArray(fc.integer({ min: 1, max: 65_535 }), { maxLength: 4 })
    case 'choice':
      return fc.constantFrom(...choices)
    default:
      return fc.constantFrom('Net 1', 'Net 2', 'net 1')
  }
}

const anySettings = fc.record(Object.fromEntries(SETTING_IDS.map((id) => [id, anyValue(id)])), {
  requiredKeys: [],
}) as fc.Arbitrary<PolicySettings>

const configOf = (settings: PolicySettings): HostConfig =>
  hostConfigOf(resolve({ policies: [policy('P', 1, { settings })], host: windows('Windows Server 2022') }))
const hashOf = (config: HostConfig) => sha256(canonicalHostConfig(config))

describe('the hash of a bundle', () => {
  it('is another one after every mutation of a resolved setting: another value, another order, or none', () => {
    const mutation = fc.constantFrom(...SETTING_IDS).chain((id) => fc.tuple(fc.constant(id), anyValue(id)))
    fc.assert(
      fc.property(anySettings, mutation, (settings, [id, value]) => {
        const config = configOf(settings)
        const now = config.settings[id]
        if (now === undefined) return
        const { [id]: _gone, ...rest } = settings
        const mutated = [
          rest,
          ...(Array.isArray(now) && now.length > 1 ? [{ ...settings, [id]: [...now].reverse() }] : []),
        ]
        if (JSON.stringify(now) !== JSON.stringify(value)) mutated.push({ ...settings, [id]: value })
        for (const other of mutated) expect(hashOf(configOf(other))).not.toBe(hashOf(config))
      }),
      { numRuns: 500 },
    )
  })

  it('is another one for what hosts cannot do, and for why', () => {
    const config = configOf({ VirtualLoopbackSupport: true })
    const cannot = (reason: string): HostConfig => ({
      ...config,
      notApplicable: [{ setting: 'LoopbackMasking', reason }],
    })
    expect(new Set([config, cannot('one'), cannot('other')].map(hashOf)).size).toBe(3)
  })

  it('is the same however the policy is called, described, or split', () => {
    fc.assert(
      fc.property(anySettings, (settings) => {
        const ids = SETTING_IDS.filter((id) => settings[id] !== undefined)
        const split = ids.map((id, at) => policy(`Part ${at}`, at + 1, { settings: { [id]: settings[id] } }))
        const parted = hostConfigOf(resolve({ policies: split, host: windows('Windows Server 2022') }))
        expect(hashOf(parted)).toBe(hashOf(configOf(settings)))
      }),
    )
  })
})
