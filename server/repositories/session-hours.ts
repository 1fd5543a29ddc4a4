/** How many sessions were open, hour by hour. */

import type { Db } from './db'

export interface SessionHourRecord {
  /** When the hour begins. */
  at: Date
  /** At its end; of the last hour, now. */
  open: number
  /** Begun within it. */
  logons: number
}

/**
 * The `hours` hours from `from`. Counted back from what is open now, with what began and ended in each hour: indexes alone
 * tell both. What a host's fast clock puts after the last hour counts in it.
 */
export async function readSessionHours(db: Db, from: Date, hours: number): Promise<SessionHourRecord[]> {
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
  const records: SessionHourRecord[] = []
  for (let hour = hours - 1; hour >= 0; hour--) {
    const began = logons[hour] ?? 0
    records.unshift({ at: new Date(from.getTime() + hour * HOUR_MS), open, logons: began })
    open += (ends[hour] ?? 0) - began
  }
  return records
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
export async function countDiscrepancies(db: Db): Promise<{ reason: string; sessions: number }[]> {
  return db.$queryRawUnsafe<{ reason: string; sessions: number }[]>(
    `SELECT discrepancy->>'reason' AS reason, count(*)::int AS sessions
     FROM session WHERE ended_at IS NULL AND discrepancy IS NOT NULL
     GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 50`,
  )
}
