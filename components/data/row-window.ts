/** What of a stack of chunks is drawn, and how much room the others take above and below it. */
export interface RowWindow {
  from: number
  to: number
  above: number
  below: number
}

/** The chunks that lie between two places, measured from the top of the first; the nearest one where none does. */
export function windowOf(heights: readonly number[], top: number, bottom: number): RowWindow {
  let from = 0
  let above = 0
  while (from < heights.length - 1 && above + (heights[from] ?? 0) <= top) {
    above += heights[from] ?? 0
    from += 1
  }
  let to = from
  let end = above
  while (to < heights.length && (to === from || end < bottom)) {
    end += heights[to] ?? 0
    to += 1
  }
  let below = 0
  for (let at = to; at < heights.length; at += 1) below += heights[at] ?? 0
  return { from, to, above, below }
}
