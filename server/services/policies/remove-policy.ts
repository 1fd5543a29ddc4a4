import { AppError } from '../../errors'
import { type Actor, recordAudit } from '../../repositories/audit'
import { inTransaction } from '../../repositories/db'
import {
  deletePolicy,
  findPolicy,
  listPolicies,
  lockDraft,
  policyOf,
  writePriorities,
} from '../../repositories/policy'
import type { ServiceContext } from '../context'
import { getDraftPolicy, noSuchPolicy } from './read-draft'

/** Takes a policy out of the draft; those below it move up. Hosts learn of it with the next revision. */
export async function removePolicy(
  ctx: ServiceContext,
  actor: Actor,
  input: { id: string; version: number },
): Promise<{ removed: true }> {
  const removed = await inTransaction(ctx.database, async (tx) => {
    await lockDraft(tx)
    const before = await findPolicy(tx, input.id)
    if (!before) throw noSuchPolicy()
    if (!(await deletePolicy(tx, input))) return false
    const left = await listPolicies(tx)
    await writePriorities(
      tx,
      left.map(({ id }) => id),
    )
    await recordAudit(tx, {
      actor,
      action: 'policy.remove',
      object: { kind: 'policy', id: input.id },
      before: policyOf(before),
    })
    return true
  })
  if (removed) return { removed: true }
  const current = await getDraftPolicy(ctx, input)
  throw new AppError('stale', `${current.updatedBy} saved this policy since you read it.`, { current })
}
