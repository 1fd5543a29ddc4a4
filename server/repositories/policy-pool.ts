/** The pool that policies name for a host, read out of what it is told to run. */

import type { Sql } from './statements'

const POOL = `CASE WHEN b.config->'settings'->>'VirtualIpSource' = 'pool'
  THEN lower(b.config->'settings'->>'VirtualIpPool') END`

/** In lower case; null where the bundle names none, or is not known. */
export async function findBundlePool(db: Sql, hash: string): Promise<string | null> {
  const [row] = await db.$queryRawUnsafe<{ pool: string | null }[]>(
    `SELECT ${POOL} AS pool FROM bundle b WHERE b.hash = $1`,
    hash,
  )
  return row?.pool ?? null
}

/** Of the bundle that the host last said it runs. */
export async function findAppliedPool(db: Sql, hostId: string): Promise<string | null> {
  const [row] = await db.$queryRawUnsafe<{ pool: string | null }[]>(
    `SELECT ${POOL} AS pool FROM host h JOIN bundle b ON b.hash = h.applied->>'hash' WHERE h.id = $1::uuid`,
    hostId,
  )
  return row?.pool ?? null
}
