import { expect, test } from 'vitest'
import { FakeClock } from '~/tests/agent/support/fake-clock'
import { RefusedBinds } from './refused-binds'

test('counts from the first look on, across a filter that is loaded anew, and asks now and then only', async () => {
  const told = [5, 7, 1]
  const clock = new FakeClock()
  const refused = new RefusedBinds(clock, async () => told.shift() ?? Number.NaN)
  const counts: number[] = []
  for (const wait of [0, 9_999, 1, 10_000]) {
    clock.advance(wait)
    await refused.look()
    counts.push(refused.count)
  }
  expect(counts).toEqual([0, 0, 2, 3])
})
