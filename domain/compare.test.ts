import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { comparePolicies, compareResolutions, compareValues } from './compare'
import type { Policy } from './policy-model'
import { resolve } from './resolve'

const policy = (name: string, settings: Policy['settings']): Policy => ({
  name,
  description: '',
  enabled: true,
  priority: 1,
  settings,
  filters: [],
})

describe('comparing', () => {
  it('shows lists as entries added and removed, doubles counted', () => {
    const [row] = compareValues(
      { VirtualLoopbackPrograms: ['a', 'b', 'b'] },
      { VirtualLoopbackPrograms: ['b', 'c'] },
    )
    expect(row).toMatchObject({ different: true, added: ['c'], removed: ['a', 'b'] })
  })

  it('tells a value that is not set from one that equals the default', () => {
    expect(compareValues({ VirtualLoopbackSupport: false }, {})).toEqual([
      { setting: 'VirtualLoopbackSupport', different: true, values: [false, null], inUse: [true, false] },
    ])
  })

  it('is no difference between a policy and itself, and turns round with its sides', () => {
    const list = fc.array(fc.constantFrom('a.exe', 'b.exe', 'c.exe'), { maxLength: 4 })
    fc.assert(
      fc.property(list, list, fc.boolean(), (one, other, on) => {
        const [first, second] = [
          policy('A', { VirtualLoopbackPrograms: one, VirtualLoopbackSupport: on }),
          policy('B', { VirtualLoopbackPrograms: other }),
        ]
        expect(comparePolicies(first, first).different).toBe(false)
        const there = comparePolicies(first, second).settings
        const back = comparePolicies(second, first).settings
        expect(back.map(({ added, removed }) => [removed, added])).toEqual(
          there.map(({ added, removed }) => [added, removed]),
        )
      }),
    )
  })

  it('is a difference when only one host can do what both are told', () => {
    const policies = [policy('A', { VirtualLoopbackSupport: true })]
    const on = (version: string) =>
      resolve({ policies, host: { name: 'H', os: { family: 'windows', version }, tags: [] } })
    const compared = compareResolutions(on('Windows Server 2022'), on('Windows 11 Enterprise'))
    expect(compared.different).toBe(true)
    expect(compared.settings[0]).toMatchObject({
      values: [true, true],
      policies: ['A', 'A'],
      different: true,
    })
    expect(compared.settings[0]?.notApplicable[0]).toBeNull()
  })
})
