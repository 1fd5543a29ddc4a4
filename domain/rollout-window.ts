/** The hours in which waves may open: days of the week and a span of the day, in a time zone. */

import { fail, type Problem } from './result'

export interface OpenHours {
  /** 1 is Monday, 7 is Sunday: the days on which the span begins. */
  days: number[]
  /** `22:00`; the span goes on to the next day where it ends before it begins. */
  from: string
  to: string
  /** IANA name, such as `Europe/Madrid`. */
  timeZone: string
}

const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/
const DAY_MINUTES = 24 * 60

export function checkWindow({ days, from, to, timeZone }: OpenHours): Problem[] {
  const problems: Problem[] = []
  if (days.length === 0) {
    problems.push(fail('window.days', 'none', 'a window needs a day', 'Choose at least one.').problem)
  }
  for (const [field, value] of [
    ['window.from', from],
    ['window.to', to],
  ] as const) {
    if (CLOCK.test(value)) continue
    problems.push(fail(field, value, 'a time of day is written as 00:00 to 23:59', 'Write 22:00.').problem)
  }
  if (CLOCK.test(from) && from === to) {
    const rule = 'a window that ends as it begins is never open'
    problems.push(fail('window.to', to, rule, 'Leave the window out, or write another time.').problem)
  }
  if (!isTimeZone(timeZone)) {
    const rule = 'there is no time zone of this name'
    problems.push(fail('window.timeZone', timeZone, rule, 'Write a name such as Europe/Madrid.').problem)
  }
  return problems
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== null
  } catch {
    return false
  }
}

export function isOpenAt(window: OpenHours, atMs: number): boolean {
  const { day, minute } = localTime(window.timeZone, atMs)
  const [from, to] = [minuteOf(window.from), minuteOf(window.to)]
  if (from < to) return window.days.includes(day) && minute >= from && minute < to
  const yesterday = day === 1 ? 7 : day - 1
  return (window.days.includes(day) && minute >= from) || (window.days.includes(yesterday) && minute < to)
}

/** Summer time moves clocks by whole quarters of an hour, and spans begin on whole minutes. */
const STEP_MS = 60_000
const FAR_MS = 8 * DAY_MINUTES * STEP_MS

/** The first moment from `fromMs` on at which the window is open, to the minute. */
export function nextOpening(window: OpenHours, fromMs: number): number {
  if (isOpenAt(window, fromMs)) return fromMs
  const start = Math.ceil(fromMs / STEP_MS) * STEP_MS
  // Coarse, then fine: an hour's steps would miss a span that is shorter.
  const coarse = Math.min(15, spanMinutes(window)) * STEP_MS
  for (let at = start; at <= start + FAR_MS; at += coarse) {
    if (!isOpenAt(window, at)) continue
    let first = at
    while (first > start && isOpenAt(window, first - STEP_MS)) first -= STEP_MS
    return first
  }
  return start + FAR_MS
}

function spanMinutes({ from, to }: OpenHours): number {
  return (minuteOf(to) - minuteOf(from) + DAY_MINUTES) % DAY_MINUTES
}

function minuteOf(clock: string): number {
  const [hour = '0', minute = '0'] = clock.split(':')
  return Number(hour) * 60 + Number(minute)
}

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const formats = new Map<string, Intl.DateTimeFormat>()

function localTime(timeZone: string, atMs: number): { day: number; minute: number } {
  let format = formats.get(timeZone)
  if (!format) {
    const parts = { weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
    format = new Intl.DateTimeFormat('en-US', { ...parts, timeZone })
    formats.set(timeZone, format)
  }
  const part = new Map(format.formatToParts(atMs).map(({ type, value }) => [type, value]))
  return {
    day: DAYS.indexOf(part.get('weekday') ?? '') + 1,
    minute: Number(part.get('hour')) * 60 + Number(part.get('minute')),
  }
}
