import type { Db } from './db'

/** Joined, not compared: PostgreSQL thinks about each of many values that it shall compare with. */
const OF_FEW = `SELECT host_id::text AS host, count(*)::int AS open FROM session
  WHERE ended_at IS NULL AND host_id IN (SELECT unnest($1::uuid[])) GROUP BY host_id`
/** Of all hosts: one walk along an index, and one text, as ten thousand rows take longer to take apart than to count. */
const OF_ALL = `SELECT coalesce(string_agg(host_id || ' ' || open, ','), '') AS counted FROM (
  SELECT host_id, count(*) AS open FROM session WHERE ended_at IS NULL GROUP BY host_id) AS hosts`
/** Of more hosts than this, those of all are counted. */
const FEW = 500

/** Sessions that are open on these hosts now. */
export async function countOpenSessions(db: Db, hostIds: readonly string[]): Promise<number> {
  const open = await openSessionsByHost(db, hostIds)
  return [...open.values()].reduce((sum, sessions) => sum + sessions, 0)
}

/** The same for each host; hosts without a session are left out. */
export async function openSessionsByHost(db: Db, hostIds: readonly string[]): Promise<Map<string, number>> {
  if (hostIds.length === 0) return new Map()
  if (hostIds.length <= FEW) {
    const rows = await db.$queryRawUnsafe<{ host: string; open: number }[]>(OF_FEW, [...hostIds])
    return new Map(rows.map(({ host, open }) => [host, open]))
  }
  const [row] = await db.$queryRawUnsafe<{ counted: string }[]>(OF_ALL)
  const asked = new Set(hostIds)
  const open = new Map<string, number>()
  for (const each of row?.counted ? row.counted.split(',') : []) {
    const [host = '', sessions] = each.split(' ')
    if (asked.has(host)) open.set(host, Number(sessions))
  }
  return open
}
