import { recordAudit } from '../../repositories/audit'
import { inTransaction } from '../../repositories/db'
import { freeIdleSlices } from '../../repositories/pool-slice'
import type { ServiceContext } from '../context'

/** A host whose policies went over to DHCP or to another pool gives its run back once it says so itself. */
export async function freeUnusedSlices({
  database,
  clock,
}: Pick<ServiceContext, 'database' | 'clock'>): Promise<number> {
  return inTransaction(database, async (tx) => {
    const freed = await freeIdleSlices(tx, clock.now())
    for (const { poolId, ...before } of freed)
      await recordAudit(tx, {
        actor: { kind: 'system', id: null },
        action: 'pool.slice-freed',
        object: { kind: 'pool', id: poolId },
        before,
      })
    return freed.length
  })
}
