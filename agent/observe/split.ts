/** Reports within the protocol's bounds: many small ones instead of one that the server would refuse. Pure. */

import { MAX_EVENTS_PER_REPORT, MAX_REPORT_BYTES, type ReportedSession } from '~/protocol/report'
import type { ClosedSession } from './differences'

export interface SessionChanges {
  opened: ReportedSession[]
  closed: ClosedSession[]
}

/** Room for everything of a report that is not a session: facts, items, effective values. */
const BUDGET_BYTES = MAX_REPORT_BYTES - 640 * 1024
/** A closing is two instants and an id. */
const CLOSED_BYTES = 128

/** Closings first: an id that was closed and opened again must be told in that order. At least one part. */
export function splitChanges({ opened, closed }: SessionChanges, budget = BUDGET_BYTES): SessionChanges[] {
  const parts: SessionChanges[] = []
  let part: SessionChanges = { opened: [], closed: [] }
  let bytes = 0
  const make = (room: number, full: boolean) => {
    if (bytes + room > budget || full) {
      parts.push(part)
      part = { opened: [], closed: [] }
      bytes = 0
    }
    bytes += room
    return part
  }
  for (const one of closed) make(CLOSED_BYTES, part.closed.length >= MAX_EVENTS_PER_REPORT).closed.push(one)
  for (const one of opened) {
    make(Buffer.byteLength(JSON.stringify(one)), part.opened.length >= MAX_EVENTS_PER_REPORT).opened.push(one)
  }
  parts.push(part)
  return parts
}

/**
 * A full report names every open session, so it cannot be cut in two. Where it would be too long, brief sessions that
 * are over stay out, and the sockets of the open ones follow as changes.
 */
export function splitFull(
  open: ReportedSession[],
  brief: ReportedSession[] = [],
  budget = BUDGET_BYTES,
): { full: ReportedSession[]; rest: ReportedSession[] } {
  const fits = (sessions: ReportedSession[]) =>
    sessions.length <= MAX_EVENTS_PER_REPORT && Buffer.byteLength(JSON.stringify(sessions)) <= budget
  const all = [...brief, ...open]
  if (fits(all)) return { full: all, rest: [] }
  if (fits(open)) return { full: open, rest: [] }
  const bare = open.map((session) => ({ ...session, sockets: [] }))
  return { full: bare.slice(0, MAX_EVENTS_PER_REPORT), rest: open }
}
