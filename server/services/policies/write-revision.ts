/** How every revision comes to be: published from the draft, restored, applied from a plan, or a rollout rolled back. */

import { canonicalJson, type Json } from '~/domain/canonical'
import { diffPolicies, type PolicyChange } from '~/domain/policy-diff'
import type { Policy } from '~/domain/policy-model'
import type { ApplyTime, RolloutPlan } from '~/domain/rollout'
import { sha256 } from '~/protocol/hash'
import { AppError } from '../../errors'
import type { Actor } from '../../repositories/audit'
import type { Db } from '../../repositories/db'
import { type FullRevision, insertRevision } from '../../repositories/revision'
import { findOpenRollout } from '../../repositories/rollout'
import { moveTogether } from '../../repositories/rollout-host'
import { userNames } from '../../repositories/token'
import type { ServiceContext } from '../context'
import { announceHosts, refreshFarm } from '../farm-news'
import { type ResolvedHosts, resolveHosts } from '../resolve-hosts'
import { endRollout, startRollout } from '../rollouts/start-rollout'
import type { HeadNow } from '../views/policy-view'
import { readFarmFacts } from './draft-rows'
import { changedHosts } from './host-effect'
import { readDraft } from './read-draft'
import { requireNoApproval } from './require-approval'

export interface NewRevision {
  /** The one before it; null before the first. */
  head: FullRevision | null
  /** Checked already. */
  policies: Policy[]
  reason: string
  ticket?: string
  /** The older revision that it brings back: hosts are told that theirs is a rollback. */
  restores?: number
  /** In waves; to all hosts at once when absent. */
  plan?: RolloutPlan
  /** When hosts put it in force, where it goes out at once. */
  apply?: ApplyTime
  /** A second person has agreed. */
  approved?: boolean
  /** It takes back the open rollout, which it would supersede otherwise. */
  rollsBack?: boolean
}

export interface WrittenRevision extends ResolvedHosts {
  changes: PolicyChange[]
  /** Hosts that it changes, at once or wave by wave. */
  hosts: number
  /** The rollout that takes it to them; null where it went out at once. */
  rollout: string | null
  /** The rollout that it ended. */
  ended: string | null
}

/**
 * Call it inside a transaction that holds the farm lock for itself; then write the record, commit, and call
 * `announceRevision`. @throws AppError `conflict` where a second person must agree first.
 */
export async function writeRevision(
  tx: Db,
  ctx: ServiceContext,
  actor: Actor,
  wanted: NewRevision,
): Promise<WrittenRevision> {
  const { head, policies, reason, ticket, restores, plan } = wanted
  const revision = (head?.number ?? 0) + 1
  const changes = diffPolicies(head?.policies ?? [], policies)
  const open = await findOpenRollout(tx)
  if (open) await endRollout(tx, ctx, open, wanted.rollsBack ? 'rolled-back' : 'superseded', revision)
  const publishedBy = actor.id ?? actor.kind
  const sent = plan
    ? await inWaves(tx, ctx, {
        revision,
        plan,
        publishedBy,
        base: open?.baseRevision ?? head?.number ?? 0,
        policies,
      })
    : await atOnce(tx, ctx, revision, wanted)
  // Going back to what was in force is never kept waiting.
  if (!wanted.approved && restores === undefined) await requireNoApproval(tx, sent.hosts)
  await insertRevision(tx, {
    number: revision,
    policies,
    contentHash: sha256(canonicalJson(policies as unknown as Json)),
    reason,
    ticket: ticket ?? null,
    restores: restores || null,
    changes: changes.length,
    changedHosts: sent.hosts,
    publishedAt: ctx.clock.now(),
    publishedBy,
  })
  return { ...sent, revision, changes, ended: open?.id ?? null }
}

type Sent = Pick<WrittenRevision, 'changed' | 'hosts' | 'rollout'>

async function atOnce(
  tx: Db,
  ctx: ServiceContext,
  revision: number,
  { policies, restores, apply }: NewRevision,
): Promise<Sent> {
  await moveTogether(tx)
  const rollback = restores !== undefined
  const { changed } = await resolveHosts(tx, ctx, { revision, policies, rollback, apply })
  return { changed, hosts: changed.length, rollout: null }
}

/** Nobody moves yet: the first wave opens when the rollout is looked at next. */
async function inWaves(
  tx: Db,
  ctx: ServiceContext,
  { revision, base, plan, policies, publishedBy }: Waves,
): Promise<Sent> {
  const hostIds = changedHosts(policies, await readFarmFacts(tx)).map(({ id }) => id)
  const start = { revision, baseRevision: base, plan, hostIds, createdBy: publishedBy }
  return { changed: [], hosts: hostIds.length, rollout: await startRollout(tx, ctx, start) }
}

interface Waves {
  revision: number
  /** What hosts run that no wave has reached. */
  base: number
  plan: RolloutPlan
  policies: Policy[]
  publishedBy: string
}

/** After the commit: screens, watching agents and other server processes learn of it. */
export async function announceRevision(ctx: ServiceContext, written: WrittenRevision): Promise<void> {
  await refreshFarm(ctx)
  await announceHosts(ctx, written)
  const rollouts = [written.rollout, written.ended].flatMap((id) => id ?? [])
  ctx.hub.publish([
    { kind: 'revision', revision: written.revision },
    ...rollouts.map((id) => ({ kind: 'rollout' as const, id })),
  ])
}

/** @throws AppError `stale` with the head in `current` (`HeadNow`), or `not-found` for a base that never was. */
export async function requireBase(tx: Db, head: FullRevision | null, baseRevision: number): Promise<void> {
  if ((head?.number ?? 0) === baseRevision) return
  if (!head || baseRevision > head.number) {
    throw new AppError('not-found', `There is no revision ${baseRevision} to publish on.`)
  }
  const names = await userNames(tx, [head.publishedBy])
  const by = names.get(head.publishedBy) ?? head.publishedBy
  const current: HeadNow = {
    revision: head.number,
    by,
    publishedAt: head.publishedAt.toISOString(),
    changes: diffPolicies(head.policies, await readDraft(tx)),
  }
  throw new AppError('stale', `${by} published revision ${head.number} since you looked.`, { current })
}
