/** Instants as people write them: ISO 8601 with a zone, so that nobody has to guess whose clock was meant. */

import { fail, ok, type Result } from './result'

const FORM = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:\d{2})?$/i
const SHAPE = 'an instant is ISO 8601 with a zone'
const MEND = 'Write it as 2026-05-03T14:03:10Z or 2026-05-03T14:03:10+02:00.'

/** 1970 on: nothing here is older, and every store can keep it. */
const EARLIEST = 0
const LATEST = 253_402_300_799_999

/**
 * An instant in milliseconds since 1970. What is finer is cut.
 * @returns a problem for a time without a zone, for a day or an hour that does not exist, and outside 1970 to 9999.
 */
export function parseInstant(text: string, field: string): Result<number> {
  const parts = FORM.exec(text.trim())
  if (!parts) return fail(field, text, SHAPE, MEND)
  const [, year, month, day, hour, minute, second = '0', fraction = '0', zone] = parts
  if (zone === undefined) {
    return fail(field, text, `${SHAPE}, and this one has none`, `Add the zone: ${text.trim()}Z is UTC.`)
  }
  const local = [year, month, day, hour, minute, second].map(Number)
  const offset = offsetMinutes(zone)
  const ms = utcOf(local, Number(fraction.padEnd(3, '0').slice(0, 3)))
  if (ms === null || offset === null) return fail(field, text, 'there is no such day, time or zone', MEND)
  const instant = ms - offset * 60_000
  if (instant < EARLIEST || instant > LATEST) {
    return fail(field, text, 'an instant lies between 1970 and 9999', MEND)
  }
  return ok(instant)
}

/** Null when a part is out of its range: JavaScript would carry 30 February into March. */
function utcOf(parts: readonly number[], ms: number): number | null {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  date.setUTCHours(hour, minute, second, ms)
  const back = [
    date.getUTCFullYear(),
    date.getUTCMonth() + 1,
    date.getUTCDate(),
    date.getUTCHours(),
    date.getUTCMinutes(),
    date.getUTCSeconds(),
  ]
  return back.every((part, at) => part === parts[at]) ? date.getTime() : null
}

function offsetMinutes(zone: string): number | null {
  if (zone.toUpperCase() === 'Z') return 0
  const [hours = 0, minutes = 0] = zone.slice(1).split(':').map(Number)
  if (hours > 14 || minutes > 59) return null
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes)
}

/** Whether a name is of the IANA list of time zones, as this machine knows it. */
export function isTimeZone(name: string): boolean {
  try {
    return name.includes('/') || name === 'UTC'
      ? Boolean(new Intl.DateTimeFormat('en', { timeZone: name }))
      : false
  } catch {
    return false
  }
}
