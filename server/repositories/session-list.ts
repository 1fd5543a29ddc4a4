/** Sessions as screens show them, read by key. */

import type { Discrepancy } from '~/domain/discrepancy'
import { addressNumber } from '~/domain/network'
import type { Prediction } from '~/domain/prediction'
import type { Db } from './db'
import { FAILED_BINDS } from './failed-bind'
import type { Sql } from './statements'

export interface HeldRecord {
  kind: 'granted' | 'computed' | 'observed'
  network: string
  address: string
  program: string | null
}

export interface SessionListRecord {
  id: string
  hostId: string
  host: string
  deliveryGroup: string | null
  number: number
  user: string
  protocol: string
  clientName: string | null
  logonAt: Date
  endedAt: Date | null
  prediction: Prediction
  discrepancy: Discrepancy | null
  programs: string[]
  sockets: number
  /** Sockets that could not be bound. */
  failed: { program: string; protocol: string; local: { address: string; port: number } }[]
  /** Held now; of a session that ended, what it held. */
  held: HeldRecord[]
}

export interface SessionListFilter {
  /** Part of a user's, host's, program's or client's name, or of an address; of a session that ended, a whole one. */
  q?: string
  hostId?: string
  state: 'open' | 'ended' | 'all'
  discrepancy?: boolean
  /** With a program that could not bind. */
  failedBinds?: boolean
  /** Of the discrepancy. */
  reason?: string
  /** Logged on at it or later; ISO 8601, as the others. */
  from?: string
  /** Logged on before it. */
  to?: string
  /** Was open then. */
  openAt?: string
}

/** Where a page begins: before this logon, or at it with a lower id. */
export interface SessionListKey {
  /** ISO 8601 with milliseconds. */
  logonAt: string
  id: string
}

const HELD = `
  SELECT jsonb_agg(to_jsonb(u) ORDER BY u.kind, u.network, u.address, u.program) AS held FROM (
    SELECT o.kind::text, o.network, host(o.address) AS address, o.program
    FROM allocation_open o WHERE o.session_id = s.id
    UNION
    SELECT a.kind::text, a.network, host(a.address), a.program
    FROM allocation a WHERE a.session_id = s.id AND s.ended_at IS NOT NULL) u`

const ROW = `
  SELECT s.id::text, s.host_id::text AS "hostId", h.name AS host, g.name AS "deliveryGroup", s.number,
    p.name AS "user", s.protocol, s.client_name AS "clientName", s.logon_at AS "logonAt", s.ended_at AS "endedAt",
    s.prediction, s.discrepancy, jsonb_array_length(s.sockets) AS sockets,
    ARRAY(SELECT DISTINCT x->>'program' FROM jsonb_array_elements(s.sockets) x ORDER BY 1) AS programs,
    jsonb_path_query_array(s.sockets, ${FAILED_BINDS}) AS failed,
    coalesce(a.held, '[]'::jsonb) AS held
  FROM session s JOIN host h ON h.id = s.host_id JOIN person p ON p.id = s.person_id
  LEFT JOIN delivery_group g ON g.id = h.delivery_group_id
  LEFT JOIN LATERAL (${HELD}) a ON true`

/** What held an address so often is found sooner by looking at one session after the other. */
const OFTEN = 5_000

// Names are looked up once for all rows. An address is compared where the words could be a part of one; in what ended
// only a whole one, which the index of the history finds. Sockets are asked by a path: written out as text, they take
// longer than all the rest.
const SEARCH = `($1::text IS NULL
  OR s.person_id IN (SELECT id FROM person WHERE strpos(lower(name), lower($1)) > 0)
  OR s.host_id IN (SELECT id FROM host WHERE strpos(lower(name), lower($1)) > 0)
  OR strpos(lower(s.client_name), lower($1)) > 0
  OR s.sockets @? $11::jsonpath
  OR ($12::text IS NOT NULL AND (strpos(host(s.predicted), $12) > 0
    OR s.id IN (SELECT session_id FROM allocation_open WHERE strpos(host(address), $12) > 0)))
  OR ($13::inet IS NOT NULL AND s.ended_at IS NOT NULL
    AND CASE WHEN (SELECT count(*) FROM (SELECT FROM allocation WHERE address = $13::inet LIMIT ${OFTEN}) c) < ${OFTEN}
      THEN s.id IN (SELECT session_id FROM allocation WHERE address = $13::inet)
      ELSE (SELECT true FROM allocation a WHERE a.session_id = s.id AND a.address = $13::inet LIMIT 1) END))`

const PART_OF_ADDRESS = /^[\d.]+$/

const programPath = (part: string) => `$[*].program ? (@ like_regex ${JSON.stringify(part)} flag "iq")`

const STATE: Record<SessionListFilter['state'], string> = {
  open: 's.ended_at IS NULL',
  ended: 's.ended_at IS NOT NULL',
  all: 'true',
}

/** Newest logon first. */
export async function readSessionRows(
  db: Sql,
  { q, hostId, state, discrepancy, failedBinds, reason, from, to, openAt }: SessionListFilter,
  after: SessionListKey | null,
  limit: number,
): Promise<SessionListRecord[]> {
  return db.$queryRawUnsafe<SessionListRecord[]>(
    `${ROW} WHERE ${STATE[state]} AND ${SEARCH}
       AND ($2::uuid IS NULL OR s.host_id = $2::uuid)
       AND ($3::boolean IS NULL OR (s.discrepancy IS NOT NULL) = $3::boolean)
       AND ($14::boolean IS NULL OR jsonb_path_exists(s.sockets, ${FAILED_BINDS}) = $14::boolean)
       AND ($7::text IS NULL OR s.discrepancy->>'reason' = $7)
       AND ($8::timestamptz IS NULL OR s.logon_at >= $8) AND ($9::timestamptz IS NULL OR s.logon_at < $9)
       AND ($10::timestamptz IS NULL OR s.logon_at < $10 AND (s.ended_at IS NULL OR s.ended_at >= $10))
       AND ($4::timestamptz IS NULL OR (s.logon_at, s.id) < ($4::timestamptz, $5::uuid))
     ORDER BY s.logon_at DESC, s.id DESC LIMIT $6`,
    q ?? null,
    hostId ?? null,
    discrepancy ?? null,
    after?.logonAt ?? null,
    after?.id ?? null,
    limit,
    reason ?? null,
    from ?? null,
    to ?? null,
    openAt ?? null,
    q === undefined ? null : programPath(q),
    q !== undefined && PART_OF_ADDRESS.test(q) ? q : null,
    q !== undefined && addressNumber(q) !== null ? q : null,
    failedBinds ?? null,
  )
}

export async function readSessionRowsById(db: Db, ids: readonly string[]): Promise<SessionListRecord[]> {
  return db.$queryRawUnsafe<SessionListRecord[]>(`${ROW} WHERE s.id = ANY($1::uuid[])`, [...ids])
}

export async function countOpenSessions(db: Sql): Promise<number> {
  const [row] = await db.$queryRawUnsafe<{ open: number }[]>(
    'SELECT count(*)::int AS open FROM session WHERE ended_at IS NULL',
  )
  return row?.open ?? 0
}

export interface AllocationRecord extends HeldRecord {
  id: string
  from: Date
  to: Date | null
  receivedAt: Date
}

export interface SessionDetailRecord {
  boot: string
  /** As the host reported them. */
  sockets: unknown[]
  allocations: AllocationRecord[]
}

/** The parts of a session that only its own page shows; intervals in the order they began. */
export async function readSessionDetail(db: Db, id: string): Promise<SessionDetailRecord | null> {
  const session = await db.session.findUnique({ where: { id }, select: { boot: true, sockets: true } })
  if (!session) return null
  const allocations = await db.$queryRawUnsafe<AllocationRecord[]>(
    `SELECT id::text, kind::text, network, host(address) AS address, program, held_from AS "from", NULL::timestamptz AS "to",
       received_at AS "receivedAt" FROM allocation_open WHERE session_id = $1::uuid
     UNION ALL
     SELECT id::text, kind::text, network, host(address), program, held_from, held_to, received_at
     FROM allocation WHERE session_id = $1::uuid
     ORDER BY "from", id`,
    id,
  )
  return { boot: session.boot, sockets: session.sockets as unknown[], allocations }
}
