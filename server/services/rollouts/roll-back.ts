/** The policies from before a rollout become a revision of their own: hosts that it reached go back, no other moves. */

import { AppError } from '../../errors'
import { type Actor, recordAudit } from '../../repositories/audit'
import type { Db } from '../../repositories/db'
import { findHead } from '../../repositories/revision'
import type { RolloutRecord } from '../../repositories/rollout'
import type { ServiceContext } from '../context'
import { type WrittenRevision, writeRevision } from '../policies/write-revision'
import { policiesOf } from '../policies-in-force'

/** The draft stays as it is: what went wrong is mended there. Call it inside a transaction that holds the farm lock. */
export async function rollBack(
  tx: Db,
  ctx: ServiceContext,
  actor: Actor,
  rollout: RolloutRecord,
  reason: string,
): Promise<WrittenRevision> {
  const { id, baseRevision, revision } = rollout
  const head = await findHead(tx)
  if (head?.number !== revision) throw new AppError('conflict', 'A newer revision was published since.')
  const policies = await policiesOf(tx, baseRevision)
  const written = await writeRevision(tx, ctx, actor, {
    head,
    policies,
    reason,
    restores: baseRevision,
    rollsBack: true,
  })
  await recordAudit(tx, {
    actor,
    action: 'rollout.roll-back',
    object: { kind: 'rollout', id },
    before: { revision, state: rollout.state },
    after: { revision: written.revision, restores: baseRevision, hosts: written.hosts },
    reason,
  })
  return written
}
