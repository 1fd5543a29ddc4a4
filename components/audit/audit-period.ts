/** Spans of the record that people ask for by a word: the address bar keeps the word, so that a saved view moves on with the days. */

import type { Format } from '~/locales/format'

export const PERIODS = ['day', '7-days', 'week', '30-days'] as const
export type Period = (typeof PERIODS)[number]

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
const ROLLING: Record<Exclude<Period, 'week'>, number> = { day: 1, '7-days': 7, '30-days': 30 }

export function periodWord(text: string | undefined): Period | null {
  return PERIODS.find((period) => period === text) ?? null
}

/** From one instant on, and to another for what is over. Minutes are whole, as the fields of time show them. */
export function spanOf(
  period: Period,
  nowMs: number,
  format: Pick<Format, 'wallClock' | 'instantOf'>,
): { from: string; to?: string } {
  if (period === 'week') return weekBefore(format.wallClock(nowMs).slice(0, 10), format)
  const from = Math.floor(nowMs / MINUTE_MS) * MINUTE_MS - ROLLING[period] * DAY_MS
  return { from: new Date(from).toISOString() }
}

/** The whole week before that of a day, Monday to Sunday by the reader's clock. */
function weekBefore(day: string, { instantOf }: Pick<Format, 'instantOf'>): { from: string; to: string } {
  const noon = Date.parse(`${day}T12:00:00Z`)
  const sinceMonday = (new Date(noon).getUTCDay() + 6) % 7
  const midnight = (days: number) =>
    instantOf(`${new Date(noon + days * DAY_MS).toISOString().slice(0, 10)}T00:00`)
  return { from: midnight(-sinceMonday - 7), to: midnight(-sinceMonday) }
}
