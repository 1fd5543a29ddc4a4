/** Which pool a host may lease from: the one its policies name, now or as it still runs them. */

import type { BoardHost } from '../../live/host-board'
import { findAppliedPool, findBundlePool } from '../../repositories/policy-pool'
import { sqlOf } from '../../repositories/statements'
import type { ServiceContext } from '../context'

export interface PolicyPools {
  mayLease(host: BoardHost, pool: string): Promise<boolean>
}

/** Bundles never change, and few are in force at a time. */
const KEPT_BUNDLES = 1_000

export function createPolicyPools(ctx: Pick<ServiceContext, 'statements'>): PolicyPools {
  const known = new Map<string, string | null>()
  const poolOf = async (hash: string): Promise<string | null> => {
    const kept = known.get(hash)
    if (kept !== undefined) return kept
    const pool = await findBundlePool(sqlOf(ctx.statements), hash)
    if (known.size >= KEPT_BUNDLES) known.clear()
    known.set(hash, pool)
    return pool
  }
  return {
    async mayLease({ id, wantedHash }, pool) {
      const name = pool.toLowerCase()
      if (wantedHash !== null && (await poolOf(wantedHash)) === name) return true
      return (await findAppliedPool(sqlOf(ctx.statements), id)) === name
    },
  }
}
