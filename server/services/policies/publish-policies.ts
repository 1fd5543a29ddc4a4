/** The draft becomes a revision, and hosts whose configuration it changes get new tickets: all or nothing. */

import { canonicalJson, type Json } from '~/domain/canonical'
import { checkPolicies } from '~/domain/policy-check'
import { diffPolicies, type PolicyChange } from '~/domain/policy-diff'
import { sha256 } from '~/protocol/hash'
import { AppError } from '../../errors'
import { type Actor, recordAudit } from '../../repositories/audit'
import { type Db, inTransaction } from '../../repositories/db'
import { lockFarm } from '../../repositories/farm-lock'
import { type FullRevision, findHead, insertRevision } from '../../repositories/revision'
import { userNames } from '../../repositories/token'
import type { ServiceContext } from '../context'
import { announceHosts, refreshFarm } from '../farm-news'
import { resolveHosts } from '../resolve-hosts'
import type { HeadNow } from '../views/policy-view'
import { refuseProblems } from './check-draft'
import { readDraft } from './read-draft'

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
  const resolved = await inTransaction(ctx.database, async (tx) => {
    // One publisher at a time: whoever comes second finds the first one's revision.
    await lockFarm(tx, 'exclusive')
    const head = await findHead(tx)
    if ((head?.number ?? 0) !== input.baseRevision) throw await staleBase(tx, head, input.baseRevision)
    const policies = await readDraft(tx)
    refuseProblems(checkPolicies(policies))
    const changes = diffPolicies(head?.policies ?? [], policies)
    if (changes.length === 0) {
      throw new AppError('conflict', 'There is nothing to publish: the draft is what is in force already.')
    }
    const revision = input.baseRevision + 1
    const moved = await resolveHosts(tx, ctx, { revision, policies })
    await insertRevision(tx, {
      number: revision,
      policies,
      contentHash: sha256(canonicalJson(policies as unknown as Json)),
      reason: input.reason,
      ticket: input.ticket ?? null,
      changes: changes.length,
      changedHosts: moved.changed.length,
      publishedAt: ctx.clock.now(),
      publishedBy: actor.id ?? actor.kind,
    })
    await recordPublish(tx, actor, input, { revision, changes, changedHosts: moved.changed.length })
    return moved
  })
  await refreshFarm(ctx)
  await announceHosts(ctx, resolved)
  ctx.hub.publish([{ kind: 'revision', revision: resolved.revision }])
  return { revision: resolved.revision, changedHosts: resolved.changed.length }
}

async function staleBase(tx: Db, head: FullRevision | null, baseRevision: number): Promise<AppError> {
  if (!head || baseRevision > head.number) {
    return new AppError('not-found', `There is no revision ${baseRevision} to publish on.`)
  }
  const names = await userNames(tx, [head.publishedBy])
  const by = names.get(head.publishedBy) ?? head.publishedBy
  const current: HeadNow = {
    revision: head.number,
    by,
    publishedAt: head.publishedAt.toISOString(),
    changes: diffPolicies(head.policies, await readDraft(tx)),
  }
  return new AppError('stale', `${by} published revision ${head.number} since you looked.`, { current })
}

function recordPublish(
  tx: Db,
  actor: Actor,
  { baseRevision, reason, ticket }: Publish,
  { revision, changes, changedHosts }: { revision: number; changes: PolicyChange[]; changedHosts: number },
): Promise<void> {
  return recordAudit(tx, {
    actor,
    action: 'policies.publish',
    object: { kind: 'revision', id: String(revision) },
    before: { revision: baseRevision },
    after: { revision, changes, changedHosts, ...(ticket && { ticket }) },
    reason,
  })
}
