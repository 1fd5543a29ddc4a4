import { describe, expect, it } from 'vitest'
import { insertRow, removeRow, replaceRow } from './live-rows'

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
  it('come to their place when new, and go when gone, without losing the cursor', () => {
    const byId = (one: { id: string }, other: { id: string }) => one.id < other.id
    const grown = insertRow(data, { id: 'aa', n: 1 }, byId)
    expect(grown.pages[0]?.rows.map(({ id }) => id)).toEqual(['a', 'aa', 'b'])
    expect(removeRow(grown, 'a').pages[0]?.next).toBe('b')
    expect(insertRow(data, { id: 'z', n: 1 }, byId).pages[1]?.rows.map(({ id }) => id)).toEqual(['c', 'z'])
  })
  it('wait for the next page when they belong behind what is loaded', () => {
    const first = { pages: data.pages.slice(0, 1), pageParams: [null] }
    expect(insertRow(first, { id: 'z', n: 1 }, (one, other) => one.id < other.id)).toBe(first)
  })
})
