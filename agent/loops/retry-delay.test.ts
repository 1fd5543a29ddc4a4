import { describe, expect, it } from 'vitest'
import { ControlFailure, retryAfterMs } from '../control/failure'
import { retryDelayMs } from './retry-delay'

const network = new ControlFailure('network', 'connect ECONNREFUSED')
const least = () => 0
const most = () => 0.999_999

describe('retryDelayMs', () => {
  it('doubles its ceiling up to a minute, and never its floor', () => {
    expect([0, 1, 2, 5, 6, 60].map((attempt) => retryDelayMs(network, attempt, most))).toEqual([
      1_000, 2_000, 4_000, 32_000, 60_000, 60_000,
    ])
    expect([0, 9].map((attempt) => retryDelayMs(network, attempt, least))).toEqual([50, 50])
  })

  it('waits at least as long as the server asked', () => {
    const busy = new ControlFailure('busy', 'draining', { status: 503, retryAfterMs: 40_000 })
    expect([retryDelayMs(busy, 0, least), retryDelayMs(busy, 9, most)]).toEqual([40_000, 60_000])
  })

  it('is slow after a credential was not accepted', () => {
    const refused = new ControlFailure('unauthorized', 'unknown credential')
    expect([retryDelayMs(refused, 0, least), retryDelayMs(refused, 0, most)]).toEqual([60_000, 120_000])
  })
})

describe('retryAfterMs', () => {
  const now = Date.parse('2026-03-01T08:00:00Z')

  it.each([
    ['5', 5_000],
    ['0', 0],
    ['999999', 3_600_000],
    ['Sun, 01 Mar 2026 08:00:30 GMT', 30_000],
    ['Sun, 01 Mar 2026 07:00:00 GMT', 0],
    ['soon', undefined],
    [undefined, undefined],
  ])('reads %s', (header, expected) => {
    expect(retryAfterMs(header, now)).toBe(expected)
  })
})
