/** How many sessions were open, hour by hour. */

import type { Sql } from './statements'

export interface SessionHourRecord {
  /** When the hour begins. */
  at: Date
  /** At its end; of the last hour, now. */
  open: number
  /** Begun within it. */
  logons: number
}

/** What began and ended in each of some hours, and what is open now. */
export interface SessionMoves {
  open: number
  logons: number[]
  ends: number[]
}

/** Of the `hours` hours from `from`: indexes alone tell. What a host's fast clock puts after the last counts in it. */
export async function readSessionMoves(db: Sql, from: Date, hours: number): Promise<SessionMoves> {
  const rows = await db.$queryRawUnsafe<CountRow[]>(COUNTS, from.toISOString())
  const logons = new Array<number>(hours).fill(0)
  const ends = new Array<number>(hours).fill(0)
  let open = 0
  for (const { kind, at, amount } of rows) {
    if (kind === 'open' || at === null) {
      open += amount
      continue
    }
    const hour = Math.min(hours - 1, Math.floor((at.getTime() - from.getTime()) / HOUR_MS))
    const counts = kind === 'logons' ? logons : ends
    counts[hour] = (counts[hour] ?? 0) + amount
  }
  return { open, logons, ends }
}

/** Counted back from what is open now. */
export function sessionHours(from: Date, { open, logons, ends }: SessionMoves): SessionHourRecord[] {
  const records: SessionHourRecord[] = []
  let then = open
  for (let hour = logons.length - 1; hour >= 0; hour--) {
    const began = logons[hour] ?? 0
    records.unshift({ at: new Date(from.getTime() + hour * HOUR_MS), open: then, logons: began })
    then += (ends[hour] ?? 0) - began
  }
  return records
}

/** How many of these sessions are known only since `since` to have begun or ended before `hour`. */
export async function countLateMoves(
  db: Sql,
  ids: readonly string[],
  { hour, since }: { hour: Date; since: Date },
): Promise<number> {
  const [row] = await db.$queryRawUnsafe<{ late: number }[]>(
    `SELECT count(*)::int AS late FROM session WHERE id = ANY($1::uuid[])
       AND (received_at >= $3::timestamptz AND logon_at < $2::timestamptz
         OR end_received_at >= $3::timestamptz AND ended_at < $2::timestamptz)`,
    [...ids],
    hour,
    since,
  )
  return row?.late ?? 0
}

const HOUR_MS = 3_600_000

interface CountRow {
  kind: 'open' | 'logons' | 'ends'
  /** When the hour begins; null for what is open. */
  at: Date | null
  amount: number
}

const hourOf = (instant: string) => `date_bin('1 hour', ${instant}, $1::timestamptz)`

// One statement, so that all of it is of one instant.
const COUNTS = `
  SELECT 'open' AS kind, NULL::timestamptz AS at, count(*)::int AS amount FROM session WHERE ended_at IS NULL
  UNION ALL
  SELECT 'logons', ${hourOf('logon_at')}, count(*)::int FROM session WHERE logon_at >= $1::timestamptz GROUP BY 2
  UNION ALL
  SELECT 'ends', ${hourOf('ended_at')}, count(*)::int FROM session WHERE ended_at >= $1::timestamptz GROUP BY 2`

/** Open sessions that do not show what was predicted, by reason, the most frequent first. */
export async function countDiscrepancies(db: Sql): Promise<{ reason: string; sessions: number }[]> {
  return db.$queryRawUnsafe<{ reason: string; sessions: number }[]>(
    `SELECT discrepancy->>'reason' AS reason, count(*)::int AS sessions
     FROM session WHERE ended_at IS NULL AND discrepancy IS NOT NULL
     GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 50`,
  )
}
