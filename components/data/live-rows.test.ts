import { describe, expect, it } from 'vitest'
import { prependRow, removeRow, replaceRow } from './live-rows'

const data = {
  pages: [
    {
      rows: [
        { id: 'a', n: 1 },
        { id: 'b', n: 1 },
      ],
      next: 'b',
    },
    { rows: [{ id: 'c', n: 1 }], next: null },
  ],
  pageParams: [null, 'b'],
}

describe('live rows in loaded pages', () => {
  it('replace their older selves where they stand', () => {
    expect(replaceRow(data, { id: 'c', n: 2 }).pages[1]?.rows).toEqual([{ id: 'c', n: 2 }])
  })
  it('leave the pages untouched when they are not among them', () => {
    expect(replaceRow(data, { id: 'z', n: 2 })).toBe(data)
    expect(removeRow(data, 'z')).toBe(data)
  })
  it('come to the top when new, and go when gone, without losing the cursor', () => {
    const grown = prependRow(data, { id: 'z', n: 1 })
    expect(grown.pages[0]?.rows.map(({ id }) => id)).toEqual(['z', 'a', 'b'])
    expect(removeRow(grown, 'a').pages[0]).toEqual({
      rows: [
        { id: 'z', n: 1 },
        { id: 'b', n: 1 },
      ],
      next: 'b',
    })
  })
})
