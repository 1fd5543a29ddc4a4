/** Sockets of sessions whose bind was refused, as their hosts report them. */

import { BIND_FAILED } from '~/domain/rollout-decision'
import type { Db } from './db'
import type { HaltSession } from './rollout'

/** They among a session's sockets, as a JSON path. */
export const FAILED_BINDS = `'$[*] ? (@.failed == true)'`

/** Open sessions of these hosts with a program that could not bind, the newest logon first. */
export async function readFailedBinds(
  db: Db,
  hostIds: readonly string[],
  limit: number,
): Promise<HaltSession[]> {
  return db.$queryRawUnsafe<HaltSession[]>(
    `SELECT o.id::text, o.host_id::text AS "hostId", h.name AS host, o.number, p.name AS "user",
       '${BIND_FAILED}' AS reason, f.socket->>'program' AS program
     FROM session o JOIN host h ON h.id = o.host_id JOIN person p ON p.id = o.person_id
       CROSS JOIN LATERAL (
         SELECT jsonb_path_query_first(o.sockets, ${FAILED_BINDS}) AS socket) f
     WHERE o.host_id = ANY($1::uuid[]) AND o.ended_at IS NULL AND f.socket IS NOT NULL
     ORDER BY o.logon_at DESC, o.id LIMIT $2::int`,
    [...hostIds],
    limit,
  )
}
