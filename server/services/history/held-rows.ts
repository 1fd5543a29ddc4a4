import type { HeldThenRecord } from '../../repositories/held-then'
import type { HeldBy, HeldRow } from '../views/held-view'

export function heldRow(record: HeldThenRecord): HeldRow {
  const { logonAt, endedAt, from, to, receivedAt, closeReceivedAt, ...rest } = record
  return {
    ...rest,
    logonAt: logonAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    from: from.toISOString(),
    to: to?.toISOString() ?? null,
    receivedAt: receivedAt.toISOString(),
    closeReceivedAt: closeReceivedAt?.toISOString() ?? null,
  }
}

/** Below this a skew is the time that a report travels. The query that finds holders has the same. */
const NOTED_SKEW_MS = 1_000

export function heldBy({ from, to, clockSkewMs }: HeldThenRecord, at: Date): HeldBy {
  const skew = clockSkewMs !== null && Math.abs(clockSkewMs) >= NOTED_SKEW_MS ? clockSkewMs : 0
  const held = (ms: number) => from.getTime() <= ms && (to === null || ms < to.getTime())
  if (!held(at.getTime())) return 'corrected-clock'
  return held(at.getTime() + skew) ? 'both-clocks' : 'host-clock'
}
