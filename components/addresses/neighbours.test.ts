import { describe, expect, it } from 'vitest'
import type { HeldRow } from '~/components/data/api'
import { neighboursOf } from './neighbours'

const held = (id: string, from: string, to: string | null) =>
  ({ id, from: `2026-11-26T${from}:00Z`, to: to && `2026-11-26T${to}:00Z` }) as HeldRow
const at = (time: string) => Date.parse(`2026-11-26T${time}:00Z`)
const ROWS = [
  held('a', '08:00', '09:00'),
  held('b', '09:30', '10:00'),
  held('c', '11:00', null),
  held('d', '12:00', '13:00'),
]

describe('the holders next to a moment without one', () => {
  it('are the last that ended and the first that began', () => {
    const { before, after } = neighboursOf(ROWS, at('10:30'))
    expect([before?.id, after?.id]).toEqual(['b', 'c'])
  })

  it('are none where nobody held it yet, or again', () => {
    expect(neighboursOf(ROWS, at('07:00'))).toMatchObject({ before: null, after: { id: 'a' } })
    expect(neighboursOf(ROWS.slice(0, 1), at('10:00'))).toMatchObject({ before: { id: 'a' }, after: null })
  })
})
