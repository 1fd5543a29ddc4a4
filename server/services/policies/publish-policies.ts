/** The draft becomes a revision, and hosts whose configuration it changes get new tickets: all or nothing. */

import { checkPolicies } from '~/domain/policy-check'
import { diffPolicies } from '~/domain/policy-diff'
import { AppError } from '../../errors'
import { type Actor, recordAudit } from '../../repositories/audit'
import { type Db, inTransaction } from '../../repositories/db'
import { lockFarm } from '../../repositories/farm-lock'
import { findHead } from '../../repositories/revision'
import type { ServiceContext } from '../context'
import { refuseProblems } from './check-draft'
import { readDraft } from './read-draft'
import { announceRevision, requireBase, type WrittenRevision, writeRevision } from './write-revision'

export interface Publish {
  /** The revision that the publisher compared the draft with; 0 before the first. */
  baseRevision: number
  reason: string
  ticket?: string
}

/**
 * @throws AppError `stale` when another revision was published since, with it in `current` (`HeadNow`); `bad-input`
 * when the draft breaks a rule; `conflict` when it holds nothing new.
 */
export async function publishPolicies(
  ctx: ServiceContext,
  actor: Actor,
  input: Publish,
): Promise<{ revision: number; changedHosts: number }> {
  const written = await inTransaction(ctx.database, async (tx) => {
    // One publisher at a time: whoever comes second finds the first one's revision.
    await lockFarm(tx, 'exclusive')
    const head = await findHead(tx)
    await requireBase(tx, head, input.baseRevision)
    const policies = await readDraft(tx)
    refuseProblems(checkPolicies(policies))
    if (diffPolicies(head?.policies ?? [], policies).length === 0) {
      throw new AppError('conflict', 'There is nothing to publish: the draft is what is in force already.')
    }
    const revision = await writeRevision(tx, ctx, actor, { ...input, head, policies })
    await recordPublish(tx, actor, input, revision)
    return revision
  })
  await announceRevision(ctx, written)
  return { revision: written.revision, changedHosts: written.changed.length }
}

function recordPublish(
  tx: Db,
  actor: Actor,
  { baseRevision, reason, ticket }: Publish,
  { revision, changes, changed }: WrittenRevision,
): Promise<void> {
  return recordAudit(tx, {
    actor,
    action: 'policies.publish',
    object: { kind: 'revision', id: String(revision) },
    before: { revision: baseRevision },
    after: { revision, changes, changedHosts: changed.length, ...(ticket && { ticket }) },
    reason,
  })
}
