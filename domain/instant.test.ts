import { describe, expect, it } from 'vitest'
import { parseInstant } from './instant'

describe('an instant', () => {
  it.each([
    ['2026-05-03T14:03:10Z', '2026-05-03T14:03:10.000Z'],
    ['2026-05-03T14:03+02:00', '2026-05-03T12:03:00.000Z'],
    ['2026-05-03t14:03:10.1239z', '2026-05-03T14:03:10.123Z'],
    ['2024-02-29T00:00:00-05:30', '2024-02-29T05:30:00.000Z'],
  ])('%s is %s', (text, iso) => {
    const answer = parseInstant(text, 'at')
    expect(answer.ok && new Date(answer.value).toISOString()).toBe(iso)
  })

  it('without a zone is refused, with the mend', () => {
    expect(parseInstant('2026-05-03T14:03:10', 'at')).toEqual({
      ok: false,
      problem: {
        field: 'at',
        value: '2026-05-03T14:03:10',
        rule: 'an instant is ISO 8601 with a zone, and this one has none',
        mend: 'Add the zone: 2026-05-03T14:03:10Z is UTC.',
      },
    })
  })

  it.each([
    '',
    'yesterday',
    '2026-05-03',
    '2026-02-30T00:00:00Z',
    '2026-05-03T24:00:00Z',
    '2026-05-03T23:59:60Z',
    '2026-05-03T14:03:10+15:00',
    '1969-12-31T23:59:59Z',
    '0000-01-01T00:00:00Z',
    '9999-12-31T23:59:59-01:00',
    "2026-05-03T14:03:10Z'; DROP TABLE host",
  ])('%j is refused', (text) => {
    expect(parseInstant(text, 'at').ok).toBe(false)
  })
})
