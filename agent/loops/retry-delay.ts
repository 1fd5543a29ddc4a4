import type { ControlFailure } from '../control/failure'
import type { Random } from '../random'

const BASE_MS = 1_000
const CAP_MS = 60_000
const UNAUTHORIZED_MS = 60_000

/**
 * How long to wait after a failed call, in milliseconds: full jitter under a doubling cap, what the server asked for
 * plus half as much jitter, or one to two minutes after a credential was not accepted, as only people can mend that.
 * @param attempt failures in a row before this one, from 0
 */
export function retryDelayMs(failure: ControlFailure, attempt: number, random: Random): number {
  if (failure.kind === 'unauthorized') return Math.round(UNAUTHORIZED_MS * (1 + random()))
  const asked = failure.details.retryAfterMs
  if (asked !== undefined) return Math.round(asked + random() * Math.max(BASE_MS, asked / 2))
  return fullJitterMs(attempt, BASE_MS, CAP_MS, random)
}

/** A uniform wait in [50, min(cap, base * 2^attempt)]: spreads hosts that failed together. */
export function fullJitterMs(attempt: number, baseMs: number, capMs: number, random: Random): number {
  const ceiling = Math.min(capMs, baseMs * 2 ** Math.min(attempt, 20))
  return Math.round(50 + random() * Math.max(0, ceiling - 50))
}
