import { expect, test } from 'vitest'
import { chunksOf } from './row-chunks'

test('a page is drawn in chunks that stay the same as long as it does', () => {
  const page = Array.from({ length: 8 }, (_, at) => at)
  const chunks = chunksOf(page)
  expect(chunks.map(({ length }) => length)).toEqual([3, 3, 2])
  expect(chunksOf(page)).toBe(chunks)
  expect(chunks.flat()).toEqual(page)
  expect(chunksOf([])).toEqual([])
})
