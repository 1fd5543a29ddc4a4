import { draftEdits } from '~/domain/policy-plan'
import { AppError } from '../../errors'
import { type Actor, recordAudit } from '../../repositories/audit'
import { inTransaction } from '../../repositories/db'
import { writeDraft } from '../../repositories/draft-write'
import { listPolicies, lockDraft, policyOf } from '../../repositories/policy'
import { findPlan } from '../../repositories/policy-plan'
import type { ServiceContext } from '../context'
import { draftHash } from './compare-wanted'
import { oldestPlan } from './store-plan'

/**
 * The draft becomes what the plan says; no host is told anything. Policies that stay are the same policies, edited.
 * @throws AppError `not-found`; `stale` when the draft was edited since the plan was made.
 */
export async function takePlan(
  ctx: ServiceContext,
  actor: Actor,
  { hash }: { hash: string },
): Promise<{ created: number; changed: number; deleted: number }> {
  const at = ctx.clock.now()
  return inTransaction(ctx.database, async (tx) => {
    await lockDraft(tx)
    const plan = await findPlan(tx, hash, oldestPlan(at))
    if (!plan)
      throw new AppError('not-found', 'There is no such plan. Plans are kept for 7 days: make it anew.')
    const draft = await listPolicies(tx)
    if (draftHash(draft.map(policyOf)) !== plan.draftHash) {
      throw new AppError(
        'stale',
        'The draft was edited since the plan was made. Make the plan anew and look at it.',
      )
    }
    const edits = draftEdits(draft, plan.policies)
    await writeDraft(tx, edits, { updatedBy: actor.id ?? actor.kind, at })
    const counts = {
      created: edits.create.length,
      changed: edits.write.length,
      deleted: edits.remove.length,
    }
    await recordAudit(tx, {
      actor,
      action: 'policies.takePlan',
      object: { kind: 'plan', id: hash },
      after: counts,
    })
    return counts
  })
}
