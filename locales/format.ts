/** Numbers, instants and lists as a language writes them. */

import type { Locale } from './locale'
import { instantOf, wallClock } from './wall-clock'

export interface Format {
  number: (n: number) => string
  percent: (share: number) => string
  /** An exact instant with its zone, for tooltips and records. */
  instant: (iso: string) => string
  /** Date and time to the second, without the zone. */
  dateTime: (iso: string) => string
  /** The hour and minute, without the day. */
  hour: (iso: string) => string
  /** The day without the year. */
  day: (iso: string) => string
  /** How long ago (or until), in the largest unit that says something. */
  relative: (iso: string, nowMs: number) => string
  /** A span in at most two units. */
  duration: (ms: number) => string
  list: (items: string[]) => string
  /** The zone of all of these, such as `Europe/Madrid`. */
  zone: string
  /** What a field of date and time shows for an instant. */
  wallClock: (ms: number) => string
  /** The instant, in UTC, of what such a field holds. */
  instantOf: (wall: string) => string
}

const SECOND = 1_000
const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000 * SECOND],
  ['month', 2_592_000 * SECOND],
  ['day', 86_400 * SECOND],
  ['hour', 3_600 * SECOND],
  ['minute', 60 * SECOND],
  ['second', SECOND],
]

function relativeText(formatter: Intl.RelativeTimeFormat, differenceMs: number): string {
  for (const [unit, size] of UNITS) {
    if (Math.abs(differenceMs) >= size || unit === 'second') {
      return formatter.format(Math.trunc(differenceMs / size), unit)
    }
  }
  return ''
}

const durationUnits = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const

function durationText(locale: Locale, ms: number): string {
  let rest = Math.max(0, Math.round(ms / SECOND))
  const parts: string[] = []
  for (const [unit, size] of durationUnits) {
    const amount = Math.floor(rest / size)
    rest -= amount * size
    if (amount === 0 && !(unit === 'second' && parts.length === 0)) continue
    parts.push(new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'narrow' }).format(amount))
    if (parts.length === 2) break
  }
  return parts.join(' ')
}

/** Instants as the clocks of `timeZone` show them; of this machine's zone without one. */
export function formatFor(locale: Locale, timeZone?: string): Format {
  const numbers = new Intl.NumberFormat(locale)
  const percents = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 })
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' })
  const lists = new Intl.ListFormat(locale, { type: 'conjunction' })
  const instants = new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    timeStyle: 'long',
    timeZone,
    hourCycle: 'h23',
  })
  const dateTimes = new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    timeStyle: 'medium',
    timeZone,
    hourCycle: 'h23',
  })
  const hours = new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone,
  })
  const days = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone })
  return {
    number: (n) => numbers.format(n),
    percent: (share) => percents.format(share),
    instant: (iso) => instants.format(new Date(iso)),
    dateTime: (iso) => dateTimes.format(new Date(iso)),
    hour: (iso) => hours.format(new Date(iso)),
    day: (iso) => days.format(new Date(iso)),
    relative: (iso, nowMs) => relativeText(relative, Date.parse(iso) - nowMs),
    duration: (ms) => durationText(locale, ms),
    list: (items) => lists.format(items),
    zone: instants.resolvedOptions().timeZone,
    wallClock: (ms) => wallClock(ms, timeZone),
    instantOf: (wall) => instantOf(wall, timeZone),
  }
}
