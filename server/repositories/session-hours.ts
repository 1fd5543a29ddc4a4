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
 * The `hours` hours from `from`. Each session counts once where it begins and once where it ends, so the cost follows
 * the sessions that touch the time, not their length. What a host's fast clock puts after the last hour counts in it.
 */
export async function readSessionHours(db: Db, from: Date, hours: number): Promise<SessionHourRecord[]> {
  const rows = await db.$queryRawUnsafe<SessionHourRecord[]>(HOURS, from.toISOString(), hours)
  // Before the first hour stands what was open when it began.
  return rows.slice(1)
}

const hourOf = (instant: string) =>
  `greatest(-1, least($2::int - 1, floor(extract(epoch FROM (${instant} - $1::timestamptz)) / 3600)))::int`

const HOURS = `
  WITH touched AS (
    SELECT ${hourOf('logon_at')} AS began,
      CASE WHEN ended_at IS NOT NULL THEN ${hourOf('ended_at')} END AS ended
    FROM session WHERE ended_at IS NULL OR ended_at >= $1::timestamptz),
  change AS (
    SELECT n, sum(delta) AS delta, sum(logon) AS logons FROM (
      SELECT began AS n, 1 AS delta, 1 AS logon FROM touched
      UNION ALL
      SELECT ended, -1, 0 FROM touched WHERE ended IS NOT NULL) each
    GROUP BY n)
  SELECT $1::timestamptz + n * interval '1 hour' AS at,
    (sum(coalesce(delta, 0)) OVER (ORDER BY n))::int AS open, coalesce(logons, 0)::int AS logons
  FROM generate_series(-1, $2::int - 1) n LEFT JOIN change USING (n)
  ORDER BY n`

/** Open sessions that do not show what was predicted, by reason, the most frequent first. */
export async function countDiscrepancies(db: Db): Promise<{ reason: string; sessions: number }[]> {
  return db.$queryRawUnsafe<{ reason: string; sessions: number }[]>(
    `SELECT discrepancy->>'reason' AS reason, count(*)::int AS sessions
     FROM session WHERE ended_at IS NULL AND discrepancy IS NOT NULL
     GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 50`,
  )
}
