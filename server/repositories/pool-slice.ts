/** A host's own run of addresses of a pool: reserved for it, so that no session of another host gets one on lease. */

import type { Span } from '~/domain/network'
import type { Sql } from './statements'

/** Such words begin no program's name: who reads the pool sees whose they are. */
export const sliceOwner = (hostName: string) => `slice of ${hostName.toLowerCase()}`

const NUMBER = `(a.address - '0.0.0.0'::inet)::float8`

/** What is reserved for the owner already, in order. */
export async function readSlice(tx: Sql, poolId: string, owner: string): Promise<number[]> {
  const rows = await tx.$queryRawUnsafe<{ at: number }[]>(
    `SELECT ${NUMBER} AS at FROM pool_address a
     WHERE a.pool_id = $1::uuid AND a.reserved_program = $2 AND NOT a.leaving ORDER BY a.address`,
    poolId,
    owner,
  )
  return rows.map(({ at }) => at)
}

/** What nobody holds, nobody reserved, and does not rest, in order. */
export async function readSliceable(tx: Sql, poolId: string, now: Date): Promise<number[]> {
  const rows = await tx.$queryRawUnsafe<{ at: number }[]>(
    `SELECT ${NUMBER} AS at FROM pool_address a JOIN pool p ON p.id = a.pool_id
     WHERE a.pool_id = $1::uuid AND a.held_by IS NULL AND a.reserved_person IS NULL
       AND a.reserved_program IS NULL AND NOT a.leaving
       AND (a.released_at IS NULL
         OR a.released_at <= $2::timestamptz - p.quarantine_seconds * interval '1 second')
     ORDER BY a.address`,
    poolId,
    now,
  )
  return rows.map(({ at }) => at)
}

export async function reserveSlice(
  tx: Sql,
  poolId: string,
  { first, last }: Span,
  owner: string,
): Promise<void> {
  await tx.$executeRawUnsafe(
    `UPDATE pool_address SET reserved_program = $4
     WHERE pool_id = $1::uuid AND address BETWEEN '0.0.0.0'::inet + $2::bigint AND '0.0.0.0'::inet + $3::bigint`,
    poolId,
    first,
    last,
    owner,
  )
}

/** In every pool. They rest as after a lease. Gives how many addresses that were. */
export async function freeSlices(tx: Sql, owner: string, now: Date): Promise<number> {
  return tx.$executeRawUnsafe(
    `UPDATE pool_address SET reserved_program = NULL, released_at = $2::timestamptz WHERE reserved_program = $1`,
    owner,
    now,
  )
}

/** A host that is called otherwise keeps what it has. */
export async function renameSlices(tx: Sql, owner: string, renamed: string): Promise<void> {
  await tx.$executeRawUnsafe(
    `UPDATE pool_address SET reserved_program = $2 WHERE reserved_program = $1`,
    owner,
    renamed,
  )
}

export interface IdleSlice {
  poolId: string
  host: string
  first: string
  last: string
}

const USES = (settings: string) =>
  `coalesce(${settings}->>'VirtualIpSource' = 'pool' AND lower(${settings}->>'VirtualIpPool') = lower(p.name), false)`

/**
 * Frees the runs of hosts that have nothing to do with the pool any more: they are told otherwise, have said that they
 * run it, read no address of the pool back, and no session of theirs is seen with one.
 */
export async function freeIdleSlices(tx: Sql, now: Date): Promise<IdleSlice[]> {
  return tx.$queryRawUnsafe<IdleSlice[]>(
    `WITH slice AS (
       SELECT a.pool_id, a.reserved_program AS owner, host(min(a.address)) AS first, host(max(a.address)) AS last
       FROM pool_address a WHERE a.reserved_program LIKE '${sliceOwner('%')}' GROUP BY 1, 2),
     idle AS (
       SELECT s.* FROM slice s JOIN pool p ON p.id = s.pool_id
       LEFT JOIN host h ON h.lifecycle <> 'retired' AND '${sliceOwner('')}' || lower(h.name) = s.owner
       LEFT JOIN bundle b ON b.hash = h.wanted_hash
       WHERE h.id IS NULL OR (h.applied_generation = h.wanted_generation
         AND NOT ${USES(`(b.config->'settings')`)} AND NOT ${USES(`(h.applied->'effective')`)}
         AND NOT EXISTS (SELECT 1 FROM allocation_open o JOIN pool_address held ON held.address = o.address
           WHERE o.host_id = h.id AND held.pool_id = s.pool_id AND held.reserved_program = s.owner))),
     freed AS (
       UPDATE pool_address a SET reserved_program = NULL, released_at = $1::timestamptz
       FROM idle i WHERE a.pool_id = i.pool_id AND a.reserved_program = i.owner)
     SELECT pool_id::text AS "poolId", substr(owner, ${sliceOwner('').length + 1}) AS host, first, last FROM idle`,
    now,
  )
}
