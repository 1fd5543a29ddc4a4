import type { Db } from './db'

/** Sessions that are open on these hosts now. */
export async function countOpenSessions(db: Db, hostIds: readonly string[]): Promise<number> {
  if (hostIds.length === 0) return 0
  const [row] = await db.$queryRawUnsafe<{ open: number }[]>(
    'SELECT count(*)::int AS open FROM session WHERE ended_at IS NULL AND host_id = ANY($1::uuid[])',
    [...hostIds],
  )
  return row?.open ?? 0
}
