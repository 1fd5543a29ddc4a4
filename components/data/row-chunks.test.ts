import { expect, test } from 'vitest'
import { chunksOf } from './row-chunks'

test('a page is drawn in chunks that stay the same as long as it does', () => {
  const page = Array.from({ length: 120 }, (_, at) => at)
  const chunks = chunksOf(page)
  expect(chunks.map(({ length }) => length)).toEqual([50, 50, 20])
  expect(chunksOf(page)).toBe(chunks)
  expect(chunks.flat()).toEqual(page)
  expect(chunksOf([])).toEqual([])
})
