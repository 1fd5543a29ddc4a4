import { describe, expect, it } from 'vitest'
import { CITRIX_INTERVAL_MS, deliveryStanding, type SiteDelivery } from './delivery'

const AT = 1_000_000_000
const DELIVERED: SiteDelivery = { state: 'delivered', isCurrent: true, atMs: AT }
const standing = (more: Partial<Parameters<typeof deliveryStanding>[0]>) =>
  deliveryStanding({ delivery: DELIVERED, bootMs: AT - 1, nowMs: AT + 1, ...more })

describe('deliveryStanding', () => {
  it('is not in force on a host that has not started since, and says by when it will be', () => {
    expect(standing({})).toEqual({ state: 'delivered-not-in-force', inForceByMs: AT + CITRIX_INTERVAL_MS })
    expect(standing({ bootMs: null })).toMatchObject({ state: 'delivered-not-in-force' })
    expect(standing({ nowMs: AT + CITRIX_INTERVAL_MS - 1 })).toMatchObject({
      state: 'delivered-not-in-force',
    })
  })

  it('is in force after a restart', () => {
    expect(standing({ bootMs: AT + 1 })).toEqual({ state: 'in-force', since: 'restart', sinceMs: AT + 1 })
  })

  it('is in force when Citrix’s own interval is over, whatever else happened', () => {
    expect(standing({ nowMs: AT + CITRIX_INTERVAL_MS })).toMatchObject({
      state: 'in-force',
      since: 'interval',
    })
  })

  it('is outdated when something else was published since, and half delivered when the run did not end well', () => {
    expect(standing({ delivery: { ...DELIVERED, isCurrent: false } })).toEqual({ state: 'outdated' })
    for (const state of ['broken-off', 'interrupted'] as const)
      expect(standing({ delivery: { ...DELIVERED, state } })).toEqual({ state: 'half-delivered' })
  })

  it('is being delivered while a run is at work', () => {
    expect(standing({ delivery: { ...DELIVERED, state: 'applying' } })).toEqual({ state: 'delivering' })
  })

  it('is unknown where the connector was never used', () => {
    expect(standing({ delivery: null })).toEqual({ state: 'unknown' })
  })
})
