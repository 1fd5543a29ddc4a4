/** The addresses of a pool, each a row. */

import type { Span } from '~/domain/network'
import type { Sql } from './statements'

const bounds = (spans: readonly Span[]) => [spans.map(({ first }) => first), spans.map(({ last }) => last)]
const NUMBER = `(a.address - '0.0.0.0'::inet)`
const OUTSIDE = `NOT EXISTS (SELECT FROM unnest($2::bigint[], $3::bigint[]) AS s(low, high)
  WHERE ${NUMBER} BETWEEN s.low AND s.high)`

/** Adds what is not there yet, and keeps what was about to leave. */
export async function addPoolAddresses(tx: Sql, poolId: string, spans: readonly Span[]): Promise<void> {
  await tx.$executeRawUnsafe(
    `INSERT INTO pool_address (pool_id, address)
     SELECT $1::uuid, '0.0.0.0'::inet + n FROM unnest($2::bigint[], $3::bigint[]) AS s(low, high),
       generate_series(s.low, s.high) n
     ON CONFLICT (pool_id, address) DO UPDATE SET leaving = false WHERE pool_address.leaving`,
    poolId,
    ...bounds(spans),
  )
}

/** Takes out what lies outside: at once, or, where a session holds it, when it is released. */
export async function dropPoolAddresses(tx: Sql, poolId: string, spans: readonly Span[]): Promise<void> {
  await tx.$executeRawUnsafe(
    `DELETE FROM pool_address a WHERE a.pool_id = $1::uuid AND a.held_by IS NULL AND ${OUTSIDE}`,
    poolId,
    ...bounds(spans),
  )
  await tx.$executeRawUnsafe(
    `UPDATE pool_address a SET leaving = true, reserved_person = NULL, reserved_program = NULL, reserved_note = NULL
     WHERE a.pool_id = $1::uuid AND ${OUTSIDE}`,
    poolId,
    ...bounds(spans),
  )
}

/** The first address in these spans that a row of another pool stands for: it is still held there. */
export async function findForeignAddress(
  tx: Sql,
  poolId: string,
  spans: readonly Span[],
): Promise<{ address: string; pool: string } | null> {
  const [row] = await tx.$queryRawUnsafe<{ address: string; pool: string }[]>(
    `SELECT host(a.address) AS address, p.name AS pool FROM pool_address a JOIN pool p ON p.id = a.pool_id
     WHERE a.pool_id <> $1::uuid AND NOT (${OUTSIDE}) ORDER BY a.address LIMIT 1`,
    poolId,
    ...bounds(spans),
  )
  return row ?? null
}

export interface AffectedRecord {
  address: string
  sessionId: string | null
  host: string | null
  number: number | null
  user: string | null
  reservedFor: string | null
}

/** What is held or reserved outside these spans, by address; sessions first. */
export async function readAffected(
  db: Sql,
  poolId: string,
  spans: readonly Span[],
  limit: number,
): Promise<{ sessions: number; reservations: number; rows: AffectedRecord[] }> {
  const rows = await db.$queryRawUnsafe<(AffectedRecord & { sessions: number; reservations: number })[]>(
    `SELECT host(a.address) AS address, a.held_by::text AS "sessionId", h.name AS host, s.number, p.name AS "user",
       coalesce(r.name, a.reserved_program) AS "reservedFor",
       count(a.held_by) OVER ()::int AS sessions,
       (count(*) FILTER (WHERE a.reserved_person IS NOT NULL OR a.reserved_program IS NOT NULL) OVER ())::int
         AS reservations
     FROM pool_address a LEFT JOIN session s ON s.id = a.held_by LEFT JOIN host h ON h.id = s.host_id
     LEFT JOIN person p ON p.id = s.person_id LEFT JOIN person r ON r.id = a.reserved_person
     WHERE a.pool_id = $1::uuid AND NOT a.leaving AND ${OUTSIDE}
       AND (a.held_by IS NOT NULL OR a.reserved_person IS NOT NULL OR a.reserved_program IS NOT NULL)
     ORDER BY a.held_by IS NULL, a.address LIMIT $4::int`,
    poolId,
    ...bounds(spans),
    limit,
  )
  const [first] = rows
  return { sessions: first?.sessions ?? 0, reservations: first?.reservations ?? 0, rows }
}

export interface PoolAddressRecord {
  address: string
  sessionId: string | null
  host: string | null
  number: number | null
  user: string | null
  since: Date | null
  releasedAt: Date | null
  resting: boolean
  lastUser: string | null
  reservedUser: string | null
  reservedProgram: string | null
  reservedNote: string | null
  leaving: boolean
  /** Sessions that are seen with it now and do not have it on lease. */
  others: number
}

/** The addresses of a pool from `first` on, in order. */
export async function readPoolAddresses(
  db: Sql,
  poolId: string,
  { first, last, now }: Span & { now: Date },
): Promise<PoolAddressRecord[]> {
  return db.$queryRawUnsafe(
    `SELECT host(a.address) AS address, a.held_by::text AS "sessionId", h.name AS host, s.number, p.name AS "user",
       g.held_from AS since, a.released_at AS "releasedAt",
       coalesce(a.held_by IS NULL AND a.released_at > $4::timestamptz - q.quarantine_seconds * interval '1 second', false)
         AS resting,
       lp.name AS "lastUser", r.name AS "reservedUser", a.reserved_program AS "reservedProgram",
       a.reserved_note AS "reservedNote", a.leaving,
       (SELECT count(DISTINCT o.session_id)::int FROM allocation_open o
        WHERE o.address = a.address AND o.session_id IS DISTINCT FROM a.held_by) AS others
     FROM pool_address a JOIN pool q ON q.id = a.pool_id
     LEFT JOIN session s ON s.id = a.held_by LEFT JOIN host h ON h.id = s.host_id
     LEFT JOIN person p ON p.id = s.person_id LEFT JOIN person lp ON lp.id = a.last_person
     LEFT JOIN person r ON r.id = a.reserved_person
     LEFT JOIN allocation_open g ON g.session_id = a.held_by AND g.kind = 'granted' AND g.address = a.address
     WHERE a.pool_id = $1::uuid AND a.address >= '0.0.0.0'::inet + $2::bigint
       AND a.address <= '0.0.0.0'::inet + $3::bigint
     ORDER BY a.address`,
    poolId,
    first,
    last,
    now,
  )
}

/** How the addresses of a pool stand by blocks of 256, for pictures of large pools. */
export interface BlockRecord {
  /** The first address of the block. */
  block: string
  size: number
  held: number
  resting: number
  reserved: number
  leaving: number
}

export async function readBlocks(db: Sql, poolId: string, now: Date): Promise<BlockRecord[]> {
  return db.$queryRawUnsafe(
    `SELECT host('0.0.0.0'::inet + (${NUMBER} / 256) * 256) AS block, count(*)::int AS size,
       count(a.held_by)::int AS held,
       count(*) FILTER (WHERE a.held_by IS NULL AND a.reserved_person IS NULL AND a.reserved_program IS NULL
         AND a.released_at > $2::timestamptz - q.quarantine_seconds * interval '1 second')::int AS resting,
       count(*) FILTER (WHERE a.held_by IS NULL
         AND (a.reserved_person IS NOT NULL OR a.reserved_program IS NOT NULL))::int AS reserved,
       count(*) FILTER (WHERE a.leaving)::int AS leaving
     FROM pool_address a JOIN pool q ON q.id = a.pool_id WHERE a.pool_id = $1::uuid
     GROUP BY ${NUMBER} / 256 ORDER BY ${NUMBER} / 256`,
    poolId,
    now,
  )
}

export interface ReservedRecord {
  address: string
  user: string | null
  program: string | null
}

export async function findPoolAddress(
  tx: Sql,
  poolId: string,
  address: number,
): Promise<(ReservedRecord & { personId: string | null; leaving: boolean }) | null> {
  const [row] = await tx.$queryRawUnsafe<(ReservedRecord & { personId: string | null; leaving: boolean })[]>(
    `SELECT host(a.address) AS address, r.name AS "user", a.reserved_person::text AS "personId",
       a.reserved_program AS program, a.leaving
     FROM pool_address a LEFT JOIN person r ON r.id = a.reserved_person
     WHERE a.pool_id = $1::uuid AND a.address = '0.0.0.0'::inet + $2::bigint`,
    poolId,
    address,
  )
  return row ?? null
}

export async function setReservation(
  tx: Sql,
  poolId: string,
  address: number,
  reserved: { personId: string | null; program: string | null; note: string | null },
): Promise<void> {
  await tx.$executeRawUnsafe(
    `UPDATE pool_address SET reserved_person = $3::uuid, reserved_program = lower($4), reserved_note = $5
     WHERE pool_id = $1::uuid AND address = '0.0.0.0'::inet + $2::bigint`,
    poolId,
    address,
    reserved.personId,
    reserved.program,
    reserved.note,
  )
}
