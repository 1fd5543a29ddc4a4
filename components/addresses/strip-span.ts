import type { Span } from '~/components/ui/time-scale'

const LEAST_MARGIN_MS = 5 * 60_000

/**
 * The part of `most` that shows every interval and the moment asked for, with a margin of a tenth on either side: a few
 * minutes are not drawn as a hairline of several days. Milliseconds.
 */
export function fittingSpan(rows: readonly Span[], asked: number, most: Span): Span {
  const from = Math.min(asked, ...rows.map((row) => Math.max(row.from, most.from)))
  const to = Math.max(asked, ...rows.map((row) => Math.min(row.to, most.to)))
  const margin = Math.max(LEAST_MARGIN_MS, (to - from) / 10)
  return { from: Math.max(most.from, from - margin), to: to + margin }
}
