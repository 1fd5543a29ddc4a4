import type { Db } from './db'

export interface SeenHost {
  id: string
  seenAt: Date
}

/** One statement for however many hosts, in the order of their ids: two writers never wait for each other in a ring. */
export async function writeSeen(db: Db, hosts: readonly SeenHost[]): Promise<void> {
  if (hosts.length === 0) return
  const sorted = [...hosts].sort((one, other) => (one.id < other.id ? -1 : 1))
  await db.$executeRawUnsafe(
    `INSERT INTO host_seen (host_id, seen_at)
     SELECT * FROM unnest($1::uuid[], $2::timestamptz[]) AS t(host_id, seen_at) ORDER BY host_id
     ON CONFLICT (host_id) DO UPDATE SET seen_at = greatest(host_seen.seen_at, excluded.seen_at)`,
    sorted.map(({ id }) => id),
    sorted.map(({ seenAt }) => seenAt),
  )
}
