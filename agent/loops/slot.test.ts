import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { slotMs } from './slot'

describe('slotMs', () => {
  it('is the same for the same host and revision, and inside the window', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.nat(), fc.integer({ min: 1, max: 600_000 }), (host, revision, windowMs) => {
        const slot = slotMs(host, revision, windowMs)
        expect(slot).toBe(slotMs(host, revision, windowMs))
        expect(Number.isInteger(slot) && slot >= 0 && slot < windowMs).toBe(true)
      }),
    )
  })

  it('is at once without a window', () => {
    expect(slotMs('host', 1, 0)).toBe(0)
  })

  it('spreads a thousand hosts over ten parts of the window, and otherwise at the next revision', () => {
    const slots = (revision: number) =>
      Array.from({ length: 1_000 }, (_, host) => slotMs(`host-${host}`, revision, 10_000))
    const parts = Array.from(
      { length: 10 },
      (_, part) => slots(1).filter((slot) => Math.floor(slot / 1_000) === part).length,
    )
    expect(Math.min(...parts)).toBeGreaterThan(60)
    expect(Math.max(...parts)).toBeLessThan(140)
    expect(slots(2)).not.toEqual(slots(1))
  })
})
