import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type AppliedItemLike,
  type AppliedLike,
  type ConvergenceInput,
  convergenceOf,
  convergenceStateOf,
  LIFECYCLES,
  lastKnownState,
} from '~/domain/host-state'

const item = (state: AppliedItemLike['state'], over: Partial<AppliedItemLike> = {}): AppliedItemLike => ({
  setting: 'VirtualLoopbackSupport',
  state,
  ...over,
})
const now = Date.UTC(2026, 0, 1, 12)
const state = (over: Partial<ConvergenceInput> = {}, items: AppliedItemLike[] = [item('applied')]) =>
  convergenceOf({
    lifecycle: 'active',
    wantedGeneration: 4,
    wantedHash: 'h4',
    applied: { generation: 4, hash: 'h4', items },
    lastSeenMs: now - 1_000,
    nowMs: now,
    pollSeconds: 60,
    ...over,
  })

describe('Rulebook 8: convergence of active hosts', () => {
  it('converged: the wanted generation, every item applied or not applicable', () => {
    expect(state()).toEqual({ state: 'converged' })
    expect(state({}, [item('applied'), item('not-applicable')])).toEqual({ state: 'converged' })
    expect(state({}, [item('not-applicable')])).toEqual({ state: 'converged' })
    expect(state({}, [])).toEqual({ state: 'converged' })
  })

  it('pending: wanted is newer, and it says what it waits for', () => {
    expect(state({ wantedGeneration: 5 })).toEqual({ state: 'pending', waitsFor: 'slot' })
    expect(state({ applied: null })).toEqual({ state: 'pending', waitsFor: 'check-in' })
    expect(state({}, [item('applied'), item('pending', { waitsFor: 'restart' })])).toEqual({
      state: 'pending',
      waitsFor: 'restart',
    })
    expect(
      state({}, [item('pending', { waitsFor: 'logon' }), item('pending', { waitsFor: 'restart' })]).waitsFor,
    ).toBe('restart')
    expect(state({}, [item('pending')]).waitsFor).toBe('slot')
  })

  it('pending: the same generation with other content, or a host ahead of a restored database', () => {
    expect(state({ wantedHash: 'other' })).toEqual({ state: 'pending', waitsFor: 'check-in' })
    expect(state({ wantedGeneration: 3 })).toEqual({ state: 'pending', waitsFor: 'check-in' })
  })

  it('partial: some items failed; since the first of them', () => {
    const items = [
      item('applied'),
      item('failed', { since: '2026-01-01T11:00:00.000Z' }),
      item('failed', { since: '2026-01-01T10:00:00.000Z' }),
    ]
    expect(state({}, items)).toEqual({ state: 'partial', since: '2026-01-01T10:00:00.000Z' })
  })

  it('failed: every item failed, or the bundle or ticket was refused', () => {
    expect(state({}, [item('failed'), item('not-applicable')])).toEqual({ state: 'failed' })
    const refused = {
      generation: 3,
      hash: 'h3',
      items: [item('applied')],
      refused: { generation: 4, code: 'bad-signature' },
    }
    expect(state({ applied: refused })).toEqual({ state: 'failed' })
    expect(state({ applied: refused, wantedGeneration: 5 })).toEqual({ state: 'pending', waitsFor: 'slot' })
  })

  it('drifted: a value was changed by someone else; a failed item weighs more', () => {
    expect(state({}, [item('applied'), item('drifted')])).toEqual({ state: 'drifted' })
    expect(state({}, [item('failed'), item('drifted')])).toEqual({ state: 'partial' })
  })

  it('stale: not heard for more than three poll intervals, with the last known state beside it', () => {
    const lastSeenMs = now - 180_001
    const since = new Date(lastSeenMs).toISOString()
    expect(state({ lastSeenMs })).toEqual({ state: 'stale', lastKnown: 'converged', since })
    expect(state({ lastSeenMs, wantedGeneration: 5 })).toEqual({
      state: 'stale',
      lastKnown: 'pending',
      waitsFor: 'slot',
      since,
    })
    expect(state({ lastSeenMs: now - 180_000 })).toEqual({ state: 'converged' })
    expect(state({ lastSeenMs: null, applied: null })).toEqual({ state: 'pending', waitsFor: 'check-in' })
  })
})

describe('Rulebook 8: hosts that are not active', () => {
  it('are never converged: they wait for an admin', () => {
    expect(state({ lifecycle: 'pending-approval' })).toEqual({ state: 'pending', waitsFor: 'approval' })
    for (const lifecycle of LIFECYCLES.filter((one) => one !== 'active')) {
      expect(state({ lifecycle }).state).toBe('pending')
    }
  })
})

describe('what is kept of a host in memory', () => {
  const items = fc.array(
    fc.record(
      {
        setting: fc.constantFrom('VirtualLoopbackSupport', 'VirtualIpSupport'),
        state: fc.constantFrom<AppliedItemLike['state'][]>(
          'applied',
          'failed',
          'not-applicable',
          'pending',
          'drifted',
        ),
        waitsFor: fc.constantFrom<NonNullable<AppliedItemLike['waitsFor']>[]>('restart', 'logon', 'slot'),
        since: fc.constantFrom('2026-01-01T10:00:00.000Z', '2026-01-01T11:00:00.000Z'),
      },
      { requiredKeys: ['setting', 'state'] },
    ),
    { maxLength: 6 },
  )
  const generation = fc.integer({ min: 3, max: 5 })
  const applied: fc.Arbitrary<AppliedLike> = fc.record(
    {
      generation,
      hash: fc.constantFrom('h4', 'h5'),
      refused: fc.record({ generation }),
      waiting: fc.record({ generation, for: fc.constantFrom<('logon' | 'drain')[]>('logon', 'drain') }),
      items,
    },
    { requiredKeys: ['generation', 'items'] },
  )

  it('is counted in the state that is shown', () => {
    const seen = fc.option(fc.integer({ min: now - 400_000, max: now }), { nil: null })
    const lifecycle = fc.constantFrom(...LIFECYCLES)
    fc.assert(
      fc.property(
        fc.option(applied, { nil: null }),
        seen,
        lifecycle,
        fc.boolean(),
        (said, lastSeenMs, life, awaitsWave) => {
          const input: ConvergenceInput = {
            ...{ lifecycle: life, wantedGeneration: 4, wantedHash: 'h4', applied: said },
            ...{ lastSeenMs, nowMs: now, pollSeconds: 60, awaitsWave },
          }
          const counted = convergenceStateOf(
            { lifecycle: life, awaitsWave, lastKnown: lastKnownState(input) },
            input,
          )
          expect(counted).toBe(convergenceOf(input).state)
        },
      ),
    )
  })
})
