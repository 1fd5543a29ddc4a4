import type { Db } from './db'

/** Joined, not compared: PostgreSQL thinks about each of many values that it shall compare with. */
const ASKED = 'AND host_id IN (SELECT unnest($1::uuid[]))'
/** Of more hosts than this, those of all are counted: that is one walk along an index. */
const FEW = 500

/** Sessions that are open on these hosts now. */
export async function countOpenSessions(db: Db, hostIds: readonly string[]): Promise<number> {
  const open = await openSessionsByHost(db, hostIds)
  return [...open.values()].reduce((sum, sessions) => sum + sessions, 0)
}

/** The same for each host; hosts without a session are left out. */
export async function openSessionsByHost(db: Db, hostIds: readonly string[]): Promise<Map<string, number>> {
  if (hostIds.length === 0) return new Map()
  const isFew = hostIds.length <= FEW
  const rows = await db.$queryRawUnsafe<{ host: string; open: number }[]>(
    `SELECT host_id::text AS host, count(*)::int AS open FROM session
     WHERE ended_at IS NULL ${isFew ? ASKED : ''} GROUP BY host_id`,
    ...(isFew ? [[...hostIds]] : []),
  )
  const asked = new Set(hostIds)
  return new Map(rows.filter(({ host }) => asked.has(host)).map(({ host, open }) => [host, open]))
}
