import { describe, expect, test } from 'vitest'
import { findUnstorable, MOST_LEVELS, storable } from './storable'

const nested = (levels: number): unknown => (levels === 0 ? 1 : [nested(levels - 1)])

describe('what can be stored', () => {
  test('names the place of a NUL and of half a surrogate pair, in values and in names', () => {
    expect(findUnstorable({ opened: [{ user: 'a\0b' }] })?.path).toEqual(['opened', 0, 'user'])
    expect(findUnstorable({ x: ['a', 'b\ud83d'] })?.path).toEqual(['x', 1])
    expect(findUnstorable({ effective: { 'a\0': 1 } })?.path).toEqual(['effective'])
  })

  test('takes whole surrogate pairs, other control characters and ordinary nesting', () => {
    expect(findUnstorable({ text: 'sí \u{1f600}\n', list: [nested(8)], none: null })).toBeNull()
  })

  test('refuses what nests too deep, however deep', () => {
    expect(findUnstorable(nested(MOST_LEVELS))).toBeNull()
    expect(findUnstorable(nested(MOST_LEVELS + 1))?.rule).toContain('nested')
    expect(findUnstorable(JSON.parse('['.repeat(100_000) + ']'.repeat(100_000)))?.rule).toContain('nested')
  })

  test('what was mended can be stored, and nothing else of it changed', () => {
    const sick = { 'k\0': ['a\udc00b', { fine: 'sí \u{1f600}', n: 3, no: null, yes: true }], gone: undefined }
    const well = storable(sick)
    expect(findUnstorable(well)).toBeNull()
    expect(well).toEqual({
      'k\u{fffd}': ['a\u{fffd}b', { fine: 'sí \u{1f600}', n: 3, no: null, yes: true }],
    })
  })
})
