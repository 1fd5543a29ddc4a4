/** When something that fills up is full, at the pace of its past. Pure: samples in, an instant out. */

export interface UseSample {
  /** Milliseconds since 1970. */
  at: number
  held: number
}

export interface Forecast {
  /** How many more are held each day; negative where it empties. */
  perDay: number
  /** Milliseconds since 1970; null where it does not fill at this pace within two years. */
  fullAt: number | null
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** Less of the past says nothing. */
export const LEAST_PAST_MS = HOUR_MS
/** From so many days on, peaks of days count: nights and weekends would bend the line. */
const DAYS_FOR_PEAKS = 3
const FARTHEST_MS = 730 * DAY_MS
/** Below this it is noise: a session more in ten days. */
const LEAST_PER_DAY = 0.1

/** Null while there is too little of a past. `samples` in the order of time; `size` is full. */
export function forecastFull(samples: readonly UseSample[], size: number, now: number): Forecast | null {
  const [first] = samples
  const last = samples.at(-1)
  if (!first || !last || last.at - first.at < LEAST_PAST_MS) return null
  const points = last.at - first.at >= DAYS_FOR_PEAKS * DAY_MS ? dailyPeaks(samples) : samples
  const perMs = slope(points)
  const perDay = perMs * DAY_MS
  if (last.held >= size) return { perDay, fullAt: now }
  if (perDay < LEAST_PER_DAY) return { perDay, fullAt: null }
  const level = Math.max(last.held, meanOfLast(points))
  const wait = (size - level) / perMs
  return { perDay, fullAt: wait > FARTHEST_MS ? null : Math.round(now + Math.max(0, wait)) }
}

function dailyPeaks(samples: readonly UseSample[]): UseSample[] {
  const peaks = new Map<number, UseSample>()
  for (const sample of samples) {
    const day = Math.floor(sample.at / DAY_MS)
    const peak = peaks.get(day)
    if (!peak || sample.held > peak.held) peaks.set(day, sample)
  }
  return [...peaks.values()]
}

/** Of the line that lies closest to the points, in units a millisecond. */
function slope(points: readonly UseSample[]): number {
  const count = points.length
  const meanAt = points.reduce((sum, { at }) => sum + at, 0) / count
  const meanHeld = points.reduce((sum, { held }) => sum + held, 0) / count
  let above = 0
  let below = 0
  for (const { at, held } of points) {
    above += (at - meanAt) * (held - meanHeld)
    below += (at - meanAt) ** 2
  }
  return below === 0 ? 0 : above / below
}

const meanOfLast = (points: readonly UseSample[]) => {
  const last = points.slice(-3)
  return last.reduce((sum, { held }) => sum + held, 0) / last.length
}
