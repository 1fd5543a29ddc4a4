/** Many undelivered reports into what one full report can say of them. Pure. */

import type { Report, ReportedSession } from '~/protocol/report'
import type { ClosedSession } from './differences'
import { sessionKey } from './picture'

const MAX_CLOSINGS = 2_000
const MAX_BRIEF = 500

export interface Collapsed {
  /** Sessions that came and went untold, as they were last seen: told once, so that history has them. */
  brief: ReportedSession[]
  /** Every end that was not told, the newest where there are too many; each once. */
  closed: ClosedSession[]
}

/**
 * @param undelivered in their order
 * @param open the sessions that are open now
 * @param ended ends that no report holds yet
 */
export function collapse(
  undelivered: readonly Report[],
  open: readonly ReportedSession[],
  ended: readonly ClosedSession[],
): Collapsed {
  const ends = [...undelivered.flatMap((report) => report.closed), ...ended]
  const closed = [...new Map(ends.map((one) => [sessionKey(one), one])).values()].slice(-MAX_CLOSINGS)
  const closings = new Set(closed.map(sessionKey))
  const seen = new Map(undelivered.flatMap((report) => report.opened).map((one) => [sessionKey(one), one]))
  // One report tells one session an id: an id that was used again is told by its newest session alone.
  const byId = new Map(
    [...seen.values()].filter((one) => closings.has(sessionKey(one))).map((one) => [one.id, one]),
  )
  for (const { id } of open) byId.delete(id)
  const brief = [...byId.values()].slice(-MAX_BRIEF).map((one) => ({ ...one, sockets: [] }))
  return { brief, closed }
}
