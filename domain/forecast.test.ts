import { expect, it } from 'vitest'
import { forecastFull } from './forecast'

const HOUR = 3_600_000
const DAY = 24 * HOUR

it('says nothing of less than an hour', () =>
  expect(
    forecastFull(
      [
        { at: 0, held: 1 },
        { at: HOUR - 1, held: 9 },
      ],
      10,
      HOUR,
    ),
  ).toBeNull())
it('finds the day at a steady pace', () => {
  const samples = Array.from({ length: 11 }, (_, day) => ({ at: day * DAY, held: 100 + 10 * day }))
  const forecast = forecastFull(samples, 250, 10 * DAY)
  expect(forecast?.perDay).toBeCloseTo(10)
  expect((forecast?.fullAt ?? 0) / DAY).toBeCloseTo(15, 0)
})
it('is not fooled by nights: peaks of days count', () => {
  const samples = Array.from({ length: 24 * 10 + 13 }, (_, hour) => ({
    at: hour * HOUR,
    held: hour % 24 === 12 ? 100 : 5,
  }))
  expect(forecastFull(samples, 200, samples.length * HOUR)?.fullAt).toBeNull()
})
it('a pool that is full is full now', () =>
  expect(
    forecastFull(
      [
        { at: 0, held: 5 },
        { at: DAY, held: 10 },
      ],
      10,
      DAY + 5,
    )?.fullAt,
  ).toBe(DAY + 5))
it('one that empties is never full', () =>
  expect(
    forecastFull(
      [
        { at: 0, held: 9 },
        { at: DAY, held: 4 },
      ],
      10,
      DAY,
    )?.fullAt,
  ).toBeNull())
