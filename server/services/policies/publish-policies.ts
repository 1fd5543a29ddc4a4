/** The draft becomes a revision. Hosts that it changes get new tickets, at once or wave by wave: all or nothing. */

import { checkPolicies } from '~/domain/policy-check'
import { diffPolicies } from '~/domain/policy-diff'
import type { Policy } from '~/domain/policy-model'
import type { ApplyTime, RolloutPlan } from '~/domain/rollout'
import { AppError } from '../../errors'
import { type Actor, recordAudit } from '../../repositories/audit'
import { type Db, inTransaction } from '../../repositories/db'
import { lockFarm } from '../../repositories/farm-lock'
import { type FullRevision, findHead } from '../../repositories/revision'
import type { ServiceContext } from '../context'
import { refuseProblems } from './check-draft'
import { readDraft } from './read-draft'
import { announceRevision, requireBase, type WrittenRevision, writeRevision } from './write-revision'

/** How a revision goes out: in waves where it has a plan, else at once. */
export interface Delivery {
  plan?: RolloutPlan
  /** When hosts put it in force, where it goes out at once. */
  apply?: ApplyTime
}

export interface Published {
  revision: number
  /** Hosts that it changes, at once or wave by wave. */
  changedHosts: number
  /** The rollout that takes it to them. */
  rollout?: string
}

export interface Publish extends Delivery {
  /** The revision that the publisher compared the draft with; 0 before the first. */
  baseRevision: number
  reason: string
  ticket?: string
}

/**
 * @throws AppError `stale` when another revision was published since, with it in `current` (`HeadNow`); `bad-input`
 * when the draft breaks a rule; `conflict` when it holds nothing new.
 */
export async function publishPolicies(ctx: ServiceContext, actor: Actor, input: Publish): Promise<Published> {
  const written = await inTransaction(ctx.database, async (tx) => {
    // One publisher at a time: whoever comes second finds the first one's revision.
    await lockFarm(tx, 'exclusive')
    const { head, policies } = await requireNews(tx, input.baseRevision)
    const written = await writeRevision(tx, ctx, actor, { ...input, head, policies })
    await recordPublish(tx, actor, { ...input, written })
    return written
  })
  await announceRevision(ctx, written)
  return publishedOf(written)
}

export const publishedOf = ({ revision, hosts, rollout }: WrittenRevision): Published => ({
  revision,
  changedHosts: hosts,
  ...(rollout !== null && { rollout }),
})

/** The draft, sound and unlike what is published. Call it under the farm lock. @throws as `publishPolicies` */
export async function requireNews(
  tx: Db,
  baseRevision: number,
): Promise<{ head: FullRevision | null; policies: Policy[] }> {
  const head = await findHead(tx)
  await requireBase(tx, head, baseRevision)
  const policies = await readDraft(tx)
  refuseProblems(checkPolicies(policies))
  if (diffPolicies(head?.policies ?? [], policies).length === 0) {
    throw new AppError('conflict', 'There is nothing to publish: the draft is what is in force already.')
  }
  return { head, policies }
}

interface PublishRecord {
  baseRevision: number
  reason: string
  ticket?: string | null
  /** Who asked for it, where a second person had to agree: that one is the actor. */
  requestedBy?: string
  written: WrittenRevision
}

/** The entry that every publish leaves, in its transaction. */
export function recordPublish(
  tx: Db,
  actor: Actor,
  { baseRevision, reason, ticket, requestedBy, written }: PublishRecord,
): Promise<void> {
  const { revision, changes, hosts, rollout } = written
  return recordAudit(tx, {
    actor,
    action: 'policies.publish',
    object: { kind: 'revision', id: String(revision) },
    before: { revision: baseRevision },
    after: {
      revision,
      changes,
      changedHosts: hosts,
      ...(rollout !== null && { rollout }),
      ...(ticket && { ticket }),
      ...(requestedBy !== undefined && { requestedBy, approvedBy: actor.id ?? actor.kind }),
    },
    reason,
  })
}
