/** Which revision hosts had in force at some time, by what they told. */

import type { Sql } from './statements'

export interface InForceThen {
  hostId: string
  revision: number
  since: Date
}

/** Of each host that had told by then. */
export async function readInForceThen(
  db: Sql,
  hostIds: readonly string[],
  at: string,
): Promise<InForceThen[]> {
  return db.$queryRawUnsafe<InForceThen[]>(
    `SELECT h.id::text AS "hostId", f.revision, f.since
     FROM unnest($1::uuid[]) AS h(id), LATERAL (
       SELECT revision, since FROM host_in_force WHERE host_id = h.id AND since <= $2::timestamptz
       ORDER BY since DESC LIMIT 1) f`,
    [...new Set(hostIds)],
    at,
  )
}

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
