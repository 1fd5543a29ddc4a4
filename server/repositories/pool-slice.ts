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

/** In every pool. Gives how many addresses are free again. */
export async function freeSlices(tx: Sql, owner: string): Promise<number> {
  return tx.$executeRawUnsafe(
    `UPDATE pool_address SET reserved_program = NULL WHERE reserved_program = $1`,
    owner,
  )
}
