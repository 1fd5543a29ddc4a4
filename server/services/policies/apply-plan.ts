/** Exactly what was planned, or nothing: whatever moved since then makes it another plan. */

import { draftEdits } from '~/domain/policy-plan'
import { AppError } from '../../errors'
import { type Actor, recordAudit } from '../../repositories/audit'
import { type Db, inTransaction } from '../../repositories/db'
import { writeDraft } from '../../repositories/draft-write'
import { lockFarm } from '../../repositories/farm-lock'
import { listPolicies, lockDraft } from '../../repositories/policy'
import { findPlan, markPlanApplied, type PlanRecord } from '../../repositories/policy-plan'
import type { ServiceContext } from '../context'
import { compareWanted } from './compare-wanted'
import { type Delivery, type Published, publishedOf } from './publish-policies'
import { readDraft } from './read-draft'
import { oldestPlan } from './store-plan'
import { announceRevision, requireBase, writeRevision } from './write-revision'

export interface ApplyPlan extends Delivery {
  hash: string
  reason: string
  ticket?: string
}

/**
 * @throws AppError `not-found` for a plan that was never stored or is too old; `conflict` when it was applied; `stale`
 * when the published revision, the draft, or the hosts that it changes are not those of the plan.
 */
export async function applyPlan(
  ctx: ServiceContext,
  actor: Actor,
  { hash, reason, ticket, plan: waves, apply }: ApplyPlan,
): Promise<Published> {
  const written = await inTransaction(ctx.database, async (tx) => {
    await lockFarm(tx, 'exclusive')
    await lockDraft(tx)
    const plan = await requirePlan(tx, hash, ctx.clock.now())
    const { head, view } = await requireUnmoved(tx, plan)
    const stamp = { updatedBy: actor.id ?? actor.kind, at: ctx.clock.now() }
    await writeDraft(tx, draftEdits(await listPolicies(tx), plan.policies), stamp)
    const policies = await readDraft(tx)
    const revision = await writeRevision(tx, ctx, actor, {
      ...{ head, policies, reason, ticket, apply },
      ...(waves && { plan: waves }),
    })
    await markPlanApplied(tx, hash, revision.revision)
    await recordAudit(tx, {
      actor,
      action: 'policies.applyPlan',
      object: { kind: 'revision', id: String(revision.revision) },
      before: {
        revision: plan.baseRevision,
        ...(view.lostEdits.length > 0 && { lostEdits: view.lostEdits }),
      },
      after: {
        revision: revision.revision,
        plan: hash,
        changes: revision.changes,
        changedHosts: revision.hosts,
        ...(revision.rollout !== null && { rollout: revision.rollout }),
        ...(ticket && { ticket }),
      },
      reason,
    })
    return revision
  })
  await announceRevision(ctx, written)
  return publishedOf(written)
}

async function requirePlan(tx: Db, hash: string, now: Date): Promise<PlanRecord> {
  const plan = await findPlan(tx, hash, oldestPlan(now))
  if (!plan) {
    throw new AppError('not-found', 'There is no such plan. Plans are kept for 7 days: make it anew.')
  }
  if (plan.appliedAs === null) return plan
  throw new AppError('conflict', `This plan was applied already: it is revision ${plan.appliedAs}.`)
}

/** The hosts are compared as they are now: under the farm lock none of them moves any more. */
async function requireUnmoved(tx: Db, plan: PlanRecord) {
  const now = await compareWanted(tx, plan.policies)
  await requireBase(tx, now.head, plan.baseRevision)
  const moved = [
    ...(now.draftHash === plan.draftHash ? [] : ['the draft was edited']),
    ...(now.effectHash === plan.effectHash ? [] : ['the plan would change other hosts, or in another way']),
  ]
  if (moved.length === 0) return now
  throw new AppError(
    'stale',
    `Since the plan was made, ${moved.join(', and ')}. Make the plan anew and look at it.`,
  )
}
