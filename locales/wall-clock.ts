/** Times as a `datetime-local` field holds them: what the clocks of a zone show, without saying which zone. */

/** `2026-05-03T14:03:10`, as clocks in `timeZone` show that instant; of this machine's zone without one. */
export function wallClock(ms: number, timeZone?: string): string {
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
      .formatToParts(ms)
      .map(({ type, value }) => [type, value]),
  )
  const { year = '', month, day, hour, minute, second } = parts
  return `${year.padStart(4, '0')}-${month}-${day}T${hour}:${minute}:${second}`
}

const ZONED = /(?:Z|[+-]\d{2}:?\d{2})$/

/**
 * The instant at which the clocks of `timeZone` show `wall`, as ISO 8601 in UTC; what is no time, or says its zone
 * already, as it is. An hour that clocks show twice is the first of the two; one that they skip, the hour after.
 */
export function instantOf(wall: string, timeZone?: string): string {
  const asUtc = Date.parse(`${wall}Z`)
  if (ZONED.test(wall) || Number.isNaN(asUtc)) return wall
  const offsetAt = (ms: number) => Date.parse(`${wallClock(ms, timeZone)}Z`) - Math.floor(ms / 1_000) * 1_000
  // The offset a day before and a day after: where they differ, the clocks change in between.
  const [before, after] = [offsetAt(asUtc - DAY_MS), offsetAt(asUtc + DAY_MS)]
  const fits = [before, after].map((offset) => asUtc - offset).filter((ms) => ms + offsetAt(ms) === asUtc)
  return new Date(fits.length > 0 ? Math.min(...fits) : asUtc - before).toISOString()
}

const DAY_MS = 86_400_000
