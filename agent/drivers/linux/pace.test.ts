import { expect, it } from 'vitest'
import { Pace } from './pace'

const after = (costs: number[]) => {
  const pace = new Pace({ share: 0.001, soonestMs: 2_000, latestMs: 60_000 })
  for (const cost of costs) pace.took(cost)
  return pace.nextMs
}

it('goes as fast as it may where it costs next to nothing, and before anything is known', () => {
  expect(after([])).toBe(2_000)
  expect(after([0.1])).toBe(2_000)
})

it('goes the slower the more it costs, so that its share of a core is kept', () => {
  expect(after([10, 10, 10, 10])).toBe(10_000)
  expect(after([5_000, 5_000, 5_000, 5_000])).toBe(60_000)
})

it('is not slowed by single times that were dear, and forgets what was cheap long ago', () => {
  expect(after([500, 4, 90, 200])).toBe(4_000)
  expect(after([1, 10, 10, 10, 10])).toBe(10_000)
})
