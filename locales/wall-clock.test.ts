import { describe, expect, it } from 'vitest'
import { instantOf, wallClock } from './wall-clock'

describe('a field of date and time', () => {
  it.each([
    ['Europe/Madrid', '2026-11-22T10:00:00.000Z', '2026-11-22T11:00:00'],
    ['Europe/Madrid', '2026-07-22T22:30:10.000Z', '2026-07-23T00:30:10'],
    ['America/Bogota', '2026-11-22T03:00:00.000Z', '2026-11-21T22:00:00'],
    ['Asia/Kolkata', '2026-11-22T10:00:00.000Z', '2026-11-22T15:30:00'],
    ['UTC', '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00'],
  ])('shows the clocks of %s, and reads them back', (zone, instant, wall) => {
    expect(wallClock(Date.parse(instant), zone)).toBe(wall)
    expect(instantOf(wall, zone)).toBe(instant)
  })
  it('takes the first of an hour that clocks show twice, and leaps over one that they skip', () => {
    expect(instantOf('2026-10-25T02:30', 'Europe/Madrid')).toBe('2026-10-25T00:30:00.000Z')
    expect(instantOf('2026-03-29T02:30', 'Europe/Madrid')).toBe('2026-03-29T01:30:00.000Z')
    expect(instantOf('2026-11-01T01:30', 'America/New_York')).toBe('2026-11-01T05:30:00.000Z')
  })
  it('leaves alone what says its zone, and what is no time', () => {
    expect(instantOf('2026-11-22T10:00:00Z', 'Europe/Madrid')).toBe('2026-11-22T10:00:00Z')
    expect(instantOf('yesterday', 'Europe/Madrid')).toBe('yesterday')
  })
})
