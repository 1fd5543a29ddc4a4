import type { Db } from './db'

/** Joined, not compared: PostgreSQL thinks about each of ten thousand values that it shall compare with. */
const ASKED = 'SELECT unnest($1::uuid[])'

/** Sessions that are open on these hosts now. */
export async function countOpenSessions(db: Db, hostIds: readonly string[]): Promise<number> {
  if (hostIds.length === 0) return 0
  const [row] = await db.$queryRawUnsafe<{ open: number }[]>(
    `SELECT count(*)::int AS open FROM session WHERE ended_at IS NULL AND host_id IN (${ASKED})`,
    [...hostIds],
  )
  return row?.open ?? 0
}

/** The same for each host; hosts without a session are left out. */
export async function openSessionsByHost(db: Db, hostIds: readonly string[]): Promise<Map<string, number>> {
  if (hostIds.length === 0) return new Map()
  const rows = await db.$queryRawUnsafe<{ host: string; open: number }[]>(
    `SELECT host_id::text AS host, count(*)::int AS open FROM session
     WHERE ended_at IS NULL AND host_id IN (${ASKED}) GROUP BY host_id`,
    [...hostIds],
  )
  return new Map(rows.map(({ host, open }) => [host, open]))
}
