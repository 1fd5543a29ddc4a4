/** A run of addresses that one host gives to its own sessions: Windows takes a pool as a start and an end. */

import type { Span } from '../network'

/** The first run of `size`, or the longest there is; null where nothing is free. `free` is in order. */
export function chooseSlice(free: readonly number[], size: number): Span | null {
  let best: Span | null = null
  let first: number | null = null
  for (const [at, address] of free.entries()) {
    if (first === null || free[at - 1] !== address - 1) first = address
    if (best === null || address - first > best.last - best.first) best = { first, last: address }
    if (best.last - best.first + 1 >= size) return best
  }
  return best
}
