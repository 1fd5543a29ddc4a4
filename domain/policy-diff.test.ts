import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { diffPolicies } from '~/domain/policy-diff'
import { filter, policy } from '~/tests/support/policies'
import { anyPolicies } from '~/tests/support/scenarios'

const list = (...programs: string[]) => ({ VirtualLoopbackPrograms: programs })

describe('what changed between two sets of policies', () => {
  it('nothing, between equal sets in whatever order', () => {
    fc.assert(
      fc.property(anyPolicies, (policies) => diffPolicies(policies, [...policies].reverse()).length === 0),
    )
  })

  it('created and deleted policies, whole, the deleted last', () => {
    const changes = diffPolicies(
      [policy('Old', 1, { settings: list('a.exe') })],
      [
        policy('New', 1, {
          settings: { VirtualLoopbackSupport: true },
          filters: [filter('DesktopTag', 'x')],
        }),
      ],
    )
    expect(changes).toEqual([
      {
        kind: 'created',
        policy: 'New',
        settings: [{ setting: 'VirtualLoopbackSupport', kind: 'set', before: undefined, after: true }],
        filters: { added: [filter('DesktopTag', 'x')], removed: [] },
      },
      {
        kind: 'deleted',
        policy: 'Old',
        settings: [
          {
            setting: 'VirtualLoopbackPrograms',
            kind: 'removed',
            before: ['a.exe'],
            after: undefined,
            added: [],
            removed: ['a.exe'],
          },
        ],
        filters: { added: [], removed: [] },
      },
    ])
  })

  it('says of a created policy that it comes switched off', () => {
    const changes = diffPolicies([], [policy('Off', 1, { enabled: false }), policy('On', 2)])
    expect(changes.map(({ createdDisabled }) => createdDisabled)).toEqual([true, undefined])
  })

  it('program lists by the entries added and removed, counting doubles', () => {
    const [change] = diffPolicies(
      [policy('P', 1, { settings: list('a.exe', 'b.exe', 'b.exe') })],
      [policy('P', 1, { settings: list('b.exe', 'c.exe', 'a.exe') })],
    )
    expect(change?.settings[0]).toMatchObject({ kind: 'changed', added: ['c.exe'], removed: ['b.exe'] })
  })

  it('a list in another order is changed, with nothing added or removed', () => {
    const [change] = diffPolicies(
      [policy('P', 1, { settings: list('a.exe', 'b.exe') })],
      [policy('P', 1, { settings: list('b.exe', 'a.exe') })],
    )
    expect(change?.settings[0]).toMatchObject({ kind: 'changed', added: [], removed: [] })
  })

  it('priority moves, switches and texts', () => {
    const changes = diffPolicies(
      [policy('A', 1), policy('B', 2)],
      [policy('B', 1, { enabled: false, description: 'x' }), policy('a', 2)],
    )
    expect(changes).toMatchObject([
      {
        policy: 'B',
        priority: { before: 2, after: 1 },
        enabled: { before: true, after: false },
        description: { before: '', after: 'x' },
      },
      { policy: 'a', name: { before: 'A', after: 'a' }, priority: { before: 1, after: 2 } },
    ])
  })

  it('filters added and removed; one that is turned off is both', () => {
    const [change] = diffPolicies(
      [policy('P', 1, { filters: [filter('User', 'ana'), filter('DesktopTag', 'x')] })],
      [policy('P', 1, { filters: [filter('DesktopTag', 'x'), filter('User', 'ana', 'Allow', false)] })],
    )
    expect(change?.filters).toEqual({
      added: [filter('User', 'ana', 'Allow', false)],
      removed: [filter('User', 'ana')],
    })
  })
})
