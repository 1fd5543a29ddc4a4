/** Which sessions somebody means who has a name or an address in hand. */

import type { SocketFacts } from '~/domain/discrepancy'
import type { OsFamily } from '~/domain/host-facts'
import { addressNumber } from '~/domain/network'
import type { Sql } from './statements'

/** Open ones first, newest logon first. By whole names or a whole address; `cut` at `limit`. */
export async function findCardSessions(db: Sql, asked: string, limit: number): Promise<string[]> {
  const rows = await db.$queryRawUnsafe<{ id: string }[]>(
    `WITH found AS (
       (SELECT s.id FROM person p JOIN session s ON s.person_id = p.id
        WHERE lower(p.name) = lower($1) ORDER BY s.ended_at IS NOT NULL, s.logon_at DESC LIMIT $3::int)
       UNION
       (SELECT s.id FROM host h JOIN session s ON s.host_id = h.id AND s.ended_at IS NULL
        WHERE lower(h.name) = lower($1) ORDER BY s.logon_at DESC LIMIT $3::int)
       UNION
       (SELECT o.session_id FROM allocation_open o WHERE o.address = $2::inet ORDER BY o.held_from DESC LIMIT $3::int)
       UNION
       (SELECT s.id FROM session s WHERE s.client_name IS NOT NULL AND lower(s.client_name) = lower($1)
          AND s.ended_at IS NULL LIMIT $3::int))
     SELECT s.id::text FROM session s JOIN (SELECT DISTINCT id FROM found) f ON f.id = s.id
     ORDER BY s.ended_at IS NOT NULL, s.logon_at DESC LIMIT $3::int`,
    asked,
    addressNumber(asked) === null ? null : asked,
    limit,
  )
  return rows.map(({ id }) => id)
}

export interface CardRecord {
  sessionId: string
  family: OsFamily
  sockets: SocketFacts[]
  /** The settings that the session's host has in force. */
  settings: Record<string, unknown> | null
  items: { setting: string; state: string; code?: string; message?: string; since: string }[] | null
  refused: { code: string; message: string } | null
}

export async function readCards(db: Sql, ids: readonly string[]): Promise<CardRecord[]> {
  return db.$queryRawUnsafe(
    `SELECT s.id::text AS "sessionId", h.os_family AS family, s.sockets, b.config->'settings' AS settings, h.applied->'items' AS items,
       h.applied->'refused' AS refused
     FROM session s JOIN host h ON h.id = s.host_id LEFT JOIN bundle b ON b.hash = h.applied->>'hash'
     WHERE s.id = ANY($1::uuid[])`,
    [...ids],
  )
}
