/** How long a lease's client waits. */
export interface Timing {
  /** For the first answer; each further wait is twice as long, up to `longestRetryMs`. */
  firstRetryMs: number
  longestRetryMs: number
  /** Questions before a round counts as failed. */
  tries: number
  /** Between rounds that gave no address: doubling as well, up to `longestRestMs`. */
  restMs: number
  longestRestMs: number
  /** The least between two requests to prolong a lease that still holds. */
  leastProlongMs: number
  /** Before another address is asked for after one was declined (RFC 2131 3.1.5: at least ten seconds). */
  afterConflictMs: number
  /** How long the address of an unknown machine has to answer. */
  checkMs: number
}

export const USUAL_TIMING: Timing = {
  firstRetryMs: 1_000,
  longestRetryMs: 16_000,
  tries: 4,
  restMs: 10_000,
  longestRestMs: 300_000,
  leastProlongMs: 5_000,
  afterConflictMs: 10_000,
  checkMs: 1_000,
}
