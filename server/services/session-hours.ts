/**
 * How many sessions were open hour by hour. What began and ended in past hours is counted once and kept: at each question
 * only the hour under way is counted, and everything again when something became known late, and once a minute.
 */

import {
  countLateMoves,
  readSessionMoves,
  type SessionHourRecord,
  type SessionMoves,
  sessionHours,
} from '../repositories/session-hours'
import { sqlOf } from '../repositories/statements'
import type { ServiceContext } from './context'

export const HOUR_MS = 3_600_000
const WHOLE_EVERY_MS = 60_000
/** What is committed a little after it was received. */
const SLACK_MS = 15_000
/** Of so many sessions that moved it is cheaper to count all than to look at each. */
const MOST_MOVED = 2_000

export interface SessionHours {
  /** Those up to the one that begins at `last`, which is under way. */
  read(ctx: ServiceContext, last: Date, hours: number): Promise<SessionHourRecord[]>
}

interface Kept extends SessionMoves {
  last: number
  readAt: number
  /** All that the hub told up to here is in it. */
  place: string
}

export function createSessionHours(): SessionHours {
  let kept: Kept | null = null
  return {
    async read(ctx, last, hours) {
      const from = new Date(last.getTime() - (hours - 1) * HOUR_MS)
      const db = sqlOf(ctx.statements)
      const place = ctx.hub.place()
      const readAt = ctx.clock.now().getTime()
      const past = kept
      const moved = past && movedSince(ctx, past, { last, hours, readAt })
      if (past && moved) {
        const { logons, ends, readAt: since } = past
        const [now, late] = await Promise.all([
          readSessionMoves(db, last, 1),
          moved.length === 0
            ? 0
            : countLateMoves(db, moved, { hour: last, since: new Date(since - SLACK_MS) }),
        ])
        if (late === 0) {
          past.place = place
          return sessionHours(from, {
            open: now.open,
            logons: [...logons.slice(0, -1), ...now.logons],
            ends: [...ends.slice(0, -1), ...now.ends],
          })
        }
      }
      const moves = await readSessionMoves(db, from, hours)
      kept = { ...moves, last: last.getTime(), readAt, place }
      return sessionHours(from, moves)
    },
  }
}

/** The sessions that moved since what is kept was read; null where it serves no more. */
function movedSince(
  { hub }: ServiceContext,
  kept: Kept,
  { last, hours, readAt }: { last: Date; hours: number; readAt: number },
): string[] | null {
  const isOfThem = kept.last === last.getTime() && kept.logons.length === hours
  if (!isOfThem || Math.abs(readAt - kept.readAt) >= WHOLE_EVERY_MS) return null
  const events = hub.since(kept.place)
  if (!events) return null
  const ids = new Set(events.flatMap((event) => (event.kind === 'session' ? event.id : [])))
  return ids.size > MOST_MOVED ? null : [...ids]
}
