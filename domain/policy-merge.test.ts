import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mergePolicies } from '~/domain/policy-merge'
import { policy } from '~/tests/support/policies'
import { anyPolicies } from '~/tests/support/scenarios'

const names = (policies: { name: string; priority: number }[]) =>
  policies.map(({ name, priority }) => `${priority} ${name}`)

describe('policies that join others', () => {
  it('stand behind those of the farm, in their own order', () => {
    const merged = mergePolicies([policy('One', 1), policy('Two', 2)], [policy('Z', 2), policy('Y', 1)])
    expect(names(merged)).toEqual(['1 One', '2 Two', '3 Y', '4 Z'])
  })

  it('take the place of one of the same name, whatever its case', () => {
    const merged = mergePolicies(
      [policy('Voice', 1), policy('Two', 2)],
      [policy('VOICE', 1, { description: 'imported' })],
    )
    expect(names(merged)).toEqual(['1 VOICE', '2 Two'])
    expect(merged[0]?.description).toBe('imported')
  })

  it('change nothing the second time, and lose no policy of either side', () => {
    fc.assert(
      fc.property(anyPolicies, anyPolicies, (base, added) => {
        const renamed = added.map((one) => ({ ...one, name: `${one.name}x` }))
        const once = mergePolicies(base, renamed)
        expect(once).toHaveLength(base.length + renamed.length)
        expect(mergePolicies(once, renamed)).toEqual(once)
      }),
    )
  })
})
