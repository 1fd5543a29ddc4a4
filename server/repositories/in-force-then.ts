/** Which revisions hosts put in force, by what they told. */

import type { Sql } from './statements'

export interface PutInForce {
  host: string
  number: number
  at: Date
  reason: string
}

/** What these hosts put in force within a time, newest first. */
export async function readPutInForce(
  db: Sql,
  { hostIds, from, to }: { hostIds: readonly string[]; from: Date; to: Date },
  limit: number,
): Promise<PutInForce[]> {
  return db.$queryRawUnsafe<PutInForce[]>(
    `SELECT h.name AS host, f.revision AS number, f.since AS at, coalesce(r.reason, '') AS reason
     FROM host_in_force f JOIN host h ON h.id = f.host_id LEFT JOIN revision r ON r.number = f.revision
     WHERE f.host_id = ANY($1::uuid[]) AND f.since BETWEEN $2::timestamptz AND $3::timestamptz
     ORDER BY f.since DESC, h.name LIMIT $4::int`,
    [...new Set(hostIds)],
    from,
    to,
    limit,
  )
}
