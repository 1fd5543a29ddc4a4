import { describe, expect, it } from 'vitest'
import { isOpenAt, nextOpening, type OpenHours } from './rollout-window'

const at = (text: string) => Date.parse(text)
const NIGHT: OpenHours = { days: [1, 2, 3, 4, 5], from: '22:00', to: '05:00', timeZone: 'Europe/Madrid' }

describe('the hours of a rollout', () => {
  it('go on past midnight, and belong to the day on which they began', () => {
    // 2026-11-20 is a Friday; Madrid is an hour ahead of UTC.
    expect(isOpenAt(NIGHT, at('2026-11-20T20:59:59Z'))).toBe(false)
    expect(isOpenAt(NIGHT, at('2026-11-20T21:00:00Z'))).toBe(true)
    expect(isOpenAt(NIGHT, at('2026-11-21T03:59:59Z'))).toBe(true)
    expect(isOpenAt(NIGHT, at('2026-11-21T04:00:00Z'))).toBe(false)
    expect(isOpenAt(NIGHT, at('2026-11-21T21:30:00Z'))).toBe(false)
    expect(isOpenAt(NIGHT, at('2026-11-23T03:00:00Z'))).toBe(false)
  })

  it('open next at the minute they say, over a weekend and over a change to summer time', () => {
    expect(nextOpening(NIGHT, at('2026-11-21T12:00:30Z'))).toBe(at('2026-11-23T21:00:00Z'))
    const sunday: OpenHours = { days: [7], from: '02:30', to: '06:00', timeZone: 'Europe/Madrid' }
    // On 2027-03-28 clocks go from 02:00 to 03:00: the first minute of the span that exists is 03:00.
    expect(nextOpening(sunday, at('2027-03-27T12:00:00Z'))).toBe(at('2027-03-28T01:00:00Z'))
  })

  it('are found though they are short, and are open already where they are', () => {
    const brief: OpenHours = { days: [3], from: '12:07', to: '12:09', timeZone: 'UTC' }
    expect(nextOpening(brief, at('2026-11-23T00:00:00Z'))).toBe(at('2026-11-25T12:07:00Z'))
    expect(nextOpening(brief, at('2026-11-25T12:08:30Z'))).toBe(at('2026-11-25T12:08:30Z'))
  })
})
