/** Where instants stand on a strip, in milliseconds since 1970. */
export interface Span {
  from: number
  to: number
}

/** The place of an instant in percent of the span; may lie outside of 0 to 100. */
export const placeOf = (at: number, { from, to }: Span): number =>
  ((at - from) / Math.max(to - from, 1)) * 100

/** The part of a bar that the span shows, in percent; null when it shows none. */
export function barPlace(bar: Span, span: Span): { left: number; width: number } | null {
  if (bar.to < span.from || bar.from > span.to) return null
  const left = Math.max(0, placeOf(bar.from, span))
  return { left, width: Math.min(100, placeOf(bar.to, span)) - left }
}

const MINUTE = 60_000
const STEPS = [
  1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1_440, 2_880, 10_080, 20_160, 43_200, 131_400,
].map((minutes) => minutes * MINUTE)

/** Round instants within the span, at most `most` of them. */
export function ticksOf({ from, to }: Span, most: number): number[] {
  const step = STEPS.find((each) => (to - from) / each <= most) ?? (to - from) / most
  const first = Math.ceil(from / step) * step
  return Array.from({ length: Math.floor((to - first) / step) + 1 }, (_, at) => first + at * step)
}

/** The span after a step of zoom or of pan: `factor` below 1 shows less, `shift` is a share of the span. */
export function movedSpan({ from, to }: Span, factor: number, shift: number): Span {
  const middle = (from + to) / 2 + (to - from) * shift
  const half = Math.max(((to - from) * factor) / 2, MINUTE / 2)
  return { from: middle - half, to: middle + half }
}
