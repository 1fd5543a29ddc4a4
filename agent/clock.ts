/** Time as the agent sees it. One seam, so that tests turn the clock by hand and a simulated host can be wrong about it. */

export interface Alarm {
  cancel(): void
}

export interface Clock {
  /** Milliseconds since 1970, by this host's own clock. */
  now(): number
  /** Runs `ring` once, `milliseconds` from now. Never earlier; at most 24 days ahead. */
  after(milliseconds: number, ring: () => void): Alarm
}

/** The longest delay Node's timers take; a longer one would fire at once. */
const LONGEST_DELAY_MS = 2 ** 31 - 1

export const systemClock: Clock = {
  now: () => Date.now(),
  after(milliseconds, ring) {
    const timer = setTimeout(ring, Math.min(Math.max(0, milliseconds), LONGEST_DELAY_MS))
    return { cancel: () => clearTimeout(timer) }
  },
}

/** The same clock, wrong by `skewMs`: what a host whose clock nobody set looks like. */
export function skewedClock(clock: Clock, skewMs: number): Clock {
  return { now: () => clock.now() + skewMs, after: (milliseconds, ring) => clock.after(milliseconds, ring) }
}

/** An instant as the protocol writes it. */
export function instantOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}
