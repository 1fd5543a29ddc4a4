/** Pools and how full they are. */

import type { Sql } from './statements'

export interface PoolRecord {
  id: string
  name: string
  description: string
  network: string
  ranges: string[]
  exclusions: string[]
  quarantineSeconds: number
  warnPercent: number
  criticalPercent: number
  version: number
}

export interface PoolUseRecord {
  /** Without those that are leaving. */
  size: number
  held: number
  resting: number
  /** Reserved and not held. */
  reserved: number
  /** Held, and taken out of the pool. */
  leaving: number
}

const COLUMNS = `p.id::text, p.name, p.description, p.network, p.ranges, p.exclusions,
  p.quarantine_seconds AS "quarantineSeconds", p.warn_percent AS "warnPercent",
  p.critical_percent AS "criticalPercent", p.version`
const RESTING = (row: string, now: string) =>
  `${row}.held_by IS NULL AND ${row}.released_at > ${now} - p.quarantine_seconds * interval '1 second'`
const RESERVED = (row: string) =>
  `${row}.held_by IS NULL AND (${row}.reserved_person IS NOT NULL OR ${row}.reserved_program IS NOT NULL)`

/** By name, or one of them. */
export async function readPools(
  db: Sql,
  now: Date,
  id: string | null = null,
): Promise<(PoolRecord & PoolUseRecord)[]> {
  return db.$queryRawUnsafe(
    `SELECT ${COLUMNS}, u.* FROM pool p, LATERAL (
       SELECT count(*) FILTER (WHERE NOT a.leaving)::int AS size, count(a.held_by)::int AS held,
         count(*) FILTER (WHERE ${RESTING('a', '$1::timestamptz')} AND NOT (${RESERVED('a')}))::int AS resting,
         count(*) FILTER (WHERE ${RESERVED('a')})::int AS reserved,
         count(*) FILTER (WHERE a.leaving)::int AS leaving
       FROM pool_address a WHERE a.pool_id = p.id) u
     WHERE $2::uuid IS NULL OR p.id = $2::uuid ORDER BY lower(p.name)`,
    now,
    id,
  )
}

export async function findPool(db: Sql, id: string): Promise<PoolRecord | null> {
  const [row] = await db.$queryRawUnsafe<PoolRecord[]>(
    `SELECT ${COLUMNS} FROM pool p WHERE id = $1::uuid`,
    id,
  )
  return row ?? null
}

/** All of them as they are defined. */
export async function listPoolRecords(db: Sql): Promise<PoolRecord[]> {
  return db.$queryRawUnsafe(`SELECT ${COLUMNS} FROM pool p ORDER BY lower(name)`)
}

export type PoolFields = Omit<PoolRecord, 'id' | 'version'>

const values = (pool: PoolFields) => [
  pool.name,
  pool.description,
  pool.network,
  pool.ranges,
  pool.exclusions,
  pool.quarantineSeconds,
  pool.warnPercent,
  pool.criticalPercent,
]

export async function insertPool(tx: Sql, id: string, pool: PoolFields, now: Date): Promise<void> {
  await tx.$executeRawUnsafe(
    `INSERT INTO pool (id, name, description, network, ranges, exclusions, quarantine_seconds, warn_percent,
       critical_percent, created_at, changed_at)
     VALUES ($1::uuid, $2, $3, $4, $5::text[], $6::text[], $7, $8, $9, $10::timestamptz, $10::timestamptz)`,
    id,
    ...values(pool),
    now,
  )
}

export async function changePool(tx: Sql, id: string, pool: PoolFields, now: Date): Promise<void> {
  await tx.$executeRawUnsafe(
    `UPDATE pool SET name = $2, description = $3, network = $4, ranges = $5::text[], exclusions = $6::text[],
       quarantine_seconds = $7, warn_percent = $8, critical_percent = $9, changed_at = $10::timestamptz,
       version = version + 1 WHERE id = $1::uuid`,
    id,
    ...values(pool),
    now,
  )
}

export async function deletePool(tx: Sql, id: string): Promise<void> {
  await tx.$executeRawUnsafe('DELETE FROM pool WHERE id = $1::uuid', id)
}

/** Keeps leases of the pool waiting until the transaction ends. */
export async function lockPool(tx: Sql, id: string): Promise<void> {
  await tx.$queryRawUnsafe('SELECT id::text FROM pool WHERE id = $1::uuid FOR UPDATE', id)
}

/** Writes down how full each pool is, once for each minute. */
export async function notePoolUse(db: Sql, now: Date): Promise<void> {
  await db.$executeRawUnsafe(
    `INSERT INTO pool_use (pool_id, at, held, resting, size)
     SELECT p.id, date_trunc('minute', $1::timestamptz), count(a.held_by),
       count(*) FILTER (WHERE ${RESTING('a', '$1::timestamptz')}), count(*) FILTER (WHERE NOT a.leaving)
     FROM pool p LEFT JOIN pool_address a ON a.pool_id = p.id GROUP BY p.id
     ON CONFLICT (pool_id, at) DO UPDATE SET held = greatest(pool_use.held, excluded.held),
       resting = excluded.resting, size = excluded.size`,
    now,
  )
}

export interface PoolUseSample {
  at: Date
  held: number
  resting: number
  size: number
}

/** The highest of each step of the time, oldest first. */
export async function readPoolUse(
  db: Sql,
  poolId: string,
  { from, to, stepSeconds }: { from: Date; to: Date; stepSeconds: number },
): Promise<PoolUseSample[]> {
  return db.$queryRawUnsafe(
    `SELECT to_timestamp(floor(extract(epoch FROM at) / $4::int) * $4::int) AS at, max(held)::int AS held,
       max(resting)::int AS resting, max(size)::int AS size
     FROM pool_use WHERE pool_id = $1::uuid AND at >= $2::timestamptz AND at < $3::timestamptz
     GROUP BY 1 ORDER BY 1`,
    poolId,
    from,
    to,
    stepSeconds,
  )
}
