/** What happened to an address over a time. */

import { CLOSED_INTERVAL, HELD_COLUMNS, type HeldThenRecord, OPEN_INTERVAL } from './held-then'
import type { Sql } from './statements'

/** Intervals that lasted at some moment of the time, newest first. */
export async function readIntervals(
  db: Sql,
  {
    address,
    hostIds,
    from,
    to,
  }: { address: string; hostIds: readonly string[] | null; from: Date; to: Date },
  limit: number,
): Promise<HeldThenRecord[]> {
  const asked = (row: string) =>
    `${row}.address = $1::inet AND ${row}.held_from < $4::timestamptz
     AND ($2::uuid[] IS NULL OR ${row}.host_id = ANY($2::uuid[]))`
  return db.$queryRawUnsafe<HeldThenRecord[]>(
    `SELECT ${HELD_COLUMNS} FROM (
       (SELECT ${OPEN_INTERVAL} FROM allocation_open o WHERE ${asked('o')})
       UNION ALL
       (SELECT ${CLOSED_INTERVAL} FROM allocation c WHERE ${asked('c')} AND c.held_to > $3::timestamptz
        ORDER BY c.held_from DESC LIMIT $5::int)) a
     JOIN session s ON s.id = a.session_id JOIN host h ON h.id = a.host_id JOIN person p ON p.id = s.person_id
     ORDER BY a.held_from DESC, a.id LIMIT $5::int`,
    address,
    hostIds === null ? null : [...hostIds],
    from,
    to,
    limit,
  )
}
