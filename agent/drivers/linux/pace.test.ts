import { expect, it } from 'vitest'
import { Pace } from './pace'

const after = (costs: number[]) => {
  const pace = new Pace()
  for (const cost of costs) pace.took(cost)
  return pace.nextMs
}

it('looks every two seconds where a look costs next to nothing, whatever the first one cost', () => {
  expect(after([])).toBe(2_000)
  expect(after([500])).toBe(2_000)
  expect(after([500, 1, 1, 1])).toBe(2_000)
})

it('looks more seldom the more a look costs, so that its share of a core stays below the bar', () => {
  const steady = after(Array.from({ length: 40 }, () => 10))
  expect(10 / steady).toBeLessThan(0.002)
  expect(steady).toBeLessThan(10_000)
})

it('looks once a minute at the least', () => {
  expect(after(Array.from({ length: 40 }, () => 5_000))).toBe(60_000)
})
