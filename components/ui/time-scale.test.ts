import { expect, test } from 'vitest'
import { barPlace, movedSpan, ticksOf } from './time-scale'

const HOUR = 3_600_000
const span = { from: 0, to: 10 * HOUR }

test('a bar shows what of it lies within the span', () => {
  expect(barPlace({ from: HOUR, to: 2 * HOUR }, span)).toEqual({ left: 10, width: 10 })
  expect(barPlace({ from: -5 * HOUR, to: 5 * HOUR }, span)).toEqual({ left: 0, width: 50 })
  expect(barPlace({ from: 11 * HOUR, to: 12 * HOUR }, span)).toBeNull()
})

test('ticks stand at round instants and are never too many', () => {
  expect(ticksOf(span, 5)).toEqual([0, 2, 4, 6, 8, 10].map((hours) => hours * HOUR))
  for (const hours of [0.2, 1, 30, 800, 90_000])
    expect(ticksOf({ from: 12_345, to: hours * HOUR }, 8).length).toBeLessThanOrEqual(10)
})

test('zooming keeps the middle, panning the width', () => {
  expect(movedSpan(span, 0.5, 0)).toEqual({ from: 2.5 * HOUR, to: 7.5 * HOUR })
  expect(movedSpan(span, 1, 0.5)).toEqual({ from: 5 * HOUR, to: 15 * HOUR })
})
