/** What sessions held over their life, newest interval first. */

import { CLOSED_INTERVAL, HELD_COLUMNS, type HeldThenRecord, OPEN_INTERVAL } from './held-then'
import type { Sql } from './statements'

/** Where a page begins: below this start, or at it with a lower id. */
export interface HeldKey {
  /** ISO 8601 with milliseconds. */
  from: string
  id: string
}

interface Wanted {
  /** Selects the ids of sessions; its parameters are `$4` and on. */
  sessions: string
  parameters: readonly unknown[]
  /** A condition on an interval `a`, with the same parameters. */
  interval: string
}

async function readHeld(
  db: Sql,
  { sessions, parameters, interval }: Wanted,
  after: HeldKey | null,
  limit: number,
): Promise<HeldThenRecord[]> {
  return db.$queryRawUnsafe<HeldThenRecord[]>(
    `WITH wanted AS MATERIALIZED (${sessions})
     SELECT ${HELD_COLUMNS}
     FROM (
       SELECT ${OPEN_INTERVAL} FROM wanted w JOIN allocation_open o ON o.session_id = w.id
       UNION ALL
       SELECT ${CLOSED_INTERVAL} FROM wanted w JOIN allocation c ON c.session_id = w.id) a
     JOIN session s ON s.id = a.session_id JOIN host h ON h.id = a.host_id JOIN person p ON p.id = s.person_id
     WHERE ($1::timestamptz IS NULL OR (a.held_from, a.id) < ($1::timestamptz, $2::uuid)) AND ${interval}
     ORDER BY a.held_from DESC, a.id DESC LIMIT $3::int`,
    after?.from ?? null,
    after?.id ?? null,
    limit,
    ...parameters,
  )
}

/** Of every session that had this number on these hosts, in any boot; with `at`, of the one that was open then. */
export const readHeldBySession = (
  db: Sql,
  { hostIds, number, at }: { hostIds: readonly string[]; number: number; at: string | null },
  after: HeldKey | null,
  limit: number,
): Promise<HeldThenRecord[]> =>
  readHeld(
    db,
    {
      sessions: `SELECT id FROM session WHERE host_id = ANY($4::uuid[]) AND number = $5::int
        AND ($6::timestamptz IS NULL
          OR (logon_at <= $6::timestamptz AND (ended_at IS NULL OR ended_at > $6::timestamptz)))`,
      parameters: [[...hostIds], number, at],
      interval: 'true',
    },
    after,
    limit,
  )

/** Of a person's sessions, what was held at some moment from `from` until before `to`. */
export const readHeldByPerson = (
  db: Sql,
  { personId, from, to }: { personId: string; from: string; to: string },
  after: HeldKey | null,
  limit: number,
): Promise<HeldThenRecord[]> =>
  readHeld(
    db,
    {
      sessions: `SELECT id FROM session WHERE person_id = $4::uuid AND logon_at < $6::timestamptz
        AND (ended_at IS NULL OR ended_at >= $5::timestamptz)`,
      parameters: [personId, from, to],
      interval: `a.held_from < $6::timestamptz AND (a.held_to IS NULL OR a.held_to > $5::timestamptz)`,
    },
    after,
    limit,
  )

export async function findPersonId(db: Sql, name: string): Promise<string | null> {
  const rows = await db.$queryRawUnsafe<{ id: string }[]>('SELECT id::text FROM person WHERE name = $1', name)
  return rows[0]?.id ?? null
}
