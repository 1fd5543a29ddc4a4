import { describe, expect, it } from 'vitest'
import { fittingSpan } from './strip-span'

const MINUTE = 60_000
const DAY = 1_440 * MINUTE
const most = { from: 0, to: 6 * DAY }

describe('the time that a strip shows', () => {
  it('is the intervals and the moment, with a margin', () => {
    const rows = [{ from: 3 * DAY, to: 3 * DAY + 100 * MINUTE }]
    const asked = 3 * DAY - 100 * MINUTE
    expect(fittingSpan(rows, asked, most)).toEqual({
      from: asked - 20 * MINUTE,
      to: 3 * DAY + 120 * MINUTE,
    })
  })

  it('is never less than minutes around the moment', () => {
    expect(fittingSpan([], 3 * DAY, most)).toEqual({ from: 3 * DAY - 5 * MINUTE, to: 3 * DAY + 5 * MINUTE })
  })

  it('begins where the time that was read begins, however long an interval was', () => {
    expect(fittingSpan([{ from: -DAY, to: 9 * DAY }], 3 * DAY, most).from).toBe(0)
  })
})
