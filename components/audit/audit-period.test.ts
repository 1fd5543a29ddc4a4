import { describe, expect, it } from 'vitest'
import { formatFor } from '~/locales/format'
import { periodWord, spanOf } from './audit-period'

const NOW = Date.parse('2026-11-26T10:20:30.500Z')
const madrid = formatFor('en', 'Europe/Madrid')

describe('a period of the record', () => {
  it('that rolls goes from the minute so many days ago until now', () => {
    expect(spanOf('day', NOW, madrid)).toEqual({ from: '2026-11-25T10:20:00.000Z' })
    expect(spanOf('7-days', NOW, madrid)).toEqual({ from: '2026-11-19T10:20:00.000Z' })
    expect(spanOf('30-days', NOW, madrid)).toEqual({ from: '2026-10-27T10:20:00.000Z' })
  })
  it('of last week is Monday to Sunday by the clock of the reader', () => {
    const week = { from: '2026-11-15T23:00:00.000Z', to: '2026-11-22T23:00:00.000Z' }
    expect(spanOf('week', NOW, madrid)).toEqual(week)
    expect(spanOf('week', Date.parse('2026-11-22T23:00:00Z'), madrid)).toEqual(week)
    expect(spanOf('week', Date.parse('2026-11-29T22:59:59Z'), madrid)).toEqual(week)
  })
  it('of last week is an hour longer or shorter when the clocks change in it', () => {
    expect(spanOf('week', Date.parse('2026-10-28T12:00:00Z'), madrid)).toEqual({
      from: '2026-10-18T22:00:00.000Z',
      to: '2026-10-25T23:00:00.000Z',
    })
  })
  it('is none for a word that names none', () => {
    expect(periodWord('7-days')).toBe('7-days')
    expect(periodWord('between')).toBe(null)
    expect(periodWord(undefined)).toBe(null)
  })
})
