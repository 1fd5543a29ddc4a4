/** Rollback: an older revision's policies become a new revision, and the draft with them. All or nothing. */

import { checkPolicies } from '~/domain/policy-check'
import { diffPolicies } from '~/domain/policy-diff'
import type { Policy } from '~/domain/policy-model'
import { draftEdits, lostEdits } from '~/domain/policy-plan'
import { AppError } from '../../errors'
import { type Actor, recordAudit } from '../../repositories/audit'
import { type Db, inTransaction } from '../../repositories/db'
import { writeDraft } from '../../repositories/draft-write'
import { lockFarm } from '../../repositories/farm-lock'
import { listPolicies, lockDraft, policyOf } from '../../repositories/policy'
import { findHead, findRevision } from '../../repositories/revision'
import type { ServiceContext } from '../context'
import type { RestorePlan } from '../views/plan-view'
import { refuseProblems } from './check-draft'
import { compareWanted } from './compare-wanted'
import { readDraft } from './read-draft'
import { announceRevision, requireBase, writeRevision } from './write-revision'

export interface Restore {
  /** The revision to bring back. */
  number: number
  /** The newest revision when the person looked. */
  baseRevision: number
  reason: string
  ticket?: string
}

/**
 * @throws AppError `stale` when another revision was published since, with it in `current` (`HeadNow`); `not-found`;
 * `conflict` when its policies are in force; `bad-input` when they break a rule that came after them.
 */
export async function restoreRevision(
  ctx: ServiceContext,
  actor: Actor,
  input: Restore,
): Promise<{ revision: number; changedHosts: number }> {
  const { number, baseRevision, reason, ticket } = input
  const written = await inTransaction(ctx.database, async (tx) => {
    await lockFarm(tx, 'exclusive')
    await lockDraft(tx)
    const head = await findHead(tx)
    await requireBase(tx, head, baseRevision)
    const wanted = await policiesOf(tx, number)
    refuseProblems(checkPolicies(wanted))
    const published = head?.policies ?? []
    if (diffPolicies(published, wanted).length === 0) {
      throw new AppError('conflict', `The policies of revision ${number} are in force already.`)
    }
    const draft = await listPolicies(tx)
    const lost = lostEdits(published, draft.map(policyOf), wanted)
    const stamp = { updatedBy: actor.id ?? actor.kind, at: ctx.clock.now() }
    await writeDraft(tx, draftEdits(draft, wanted), stamp)
    const policies = await readDraft(tx)
    const revision = await writeRevision(tx, ctx, actor, { head, policies, reason, ticket, restores: number })
    await recordAudit(tx, {
      actor,
      action: 'policies.restore',
      object: { kind: 'revision', id: String(revision.revision) },
      before: { revision: baseRevision, ...(lost.length > 0 && { lostEdits: lost }) },
      after: {
        revision: revision.revision,
        restores: number,
        changes: revision.changes,
        changedHosts: revision.changed.length,
        ...(ticket && { ticket }),
      },
      reason,
    })
    return revision
  })
  await announceRevision(ctx, written)
  return { revision: written.revision, changedHosts: written.changed.length }
}

/** What it would change. @throws AppError `not-found`. */
export async function planRestore(
  { database }: ServiceContext,
  { number }: { number: number },
): Promise<RestorePlan> {
  return (await compareWanted(database, await policiesOf(database, number))).view
}

async function policiesOf(db: Db, number: number): Promise<Policy[]> {
  const found = await findRevision(db, number)
  if (!found) throw new AppError('not-found', `There is no revision ${number}.`)
  return found.policies
}
