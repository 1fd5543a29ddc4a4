/** How every revision comes to be: published from the draft, restored, or applied from a plan. */

import { canonicalJson, type Json } from '~/domain/canonical'
import { diffPolicies, type PolicyChange } from '~/domain/policy-diff'
import type { Policy } from '~/domain/policy-model'
import { sha256 } from '~/protocol/hash'
import { AppError } from '../../errors'
import type { Actor } from '../../repositories/audit'
import type { Db } from '../../repositories/db'
import { type FullRevision, insertRevision } from '../../repositories/revision'
import { userNames } from '../../repositories/token'
import type { ServiceContext } from '../context'
import { announceHosts, refreshFarm } from '../farm-news'
import { type ResolvedHosts, resolveHosts } from '../resolve-hosts'
import type { HeadNow } from '../views/policy-view'
import { readDraft } from './read-draft'

export interface NewRevision {
  /** The one before it; null before the first. */
  head: FullRevision | null
  /** Checked already. */
  policies: Policy[]
  reason: string
  ticket?: string
  /** The older revision that it brings back: hosts are told that theirs is a rollback. */
  restores?: number
}

export interface WrittenRevision extends ResolvedHosts {
  changes: PolicyChange[]
}

/**
 * Call it inside a transaction that holds the farm lock for itself; then write the record, commit, and call
 * `announceRevision`.
 */
export async function writeRevision(
  tx: Db,
  ctx: ServiceContext,
  actor: Actor,
  { head, policies, reason, ticket, restores }: NewRevision,
): Promise<WrittenRevision> {
  const revision = (head?.number ?? 0) + 1
  const changes = diffPolicies(head?.policies ?? [], policies)
  const resolved = await resolveHosts(tx, ctx, { revision, policies, rollback: restores !== undefined })
  await insertRevision(tx, {
    number: revision,
    policies,
    contentHash: sha256(canonicalJson(policies as unknown as Json)),
    reason,
    ticket: ticket ?? null,
    restores: restores ?? null,
    changes: changes.length,
    changedHosts: resolved.changed.length,
    publishedAt: ctx.clock.now(),
    publishedBy: actor.id ?? actor.kind,
  })
  return { ...resolved, changes }
}

/** After the commit: screens, watching agents and other server processes learn of it. */
export async function announceRevision(ctx: ServiceContext, written: WrittenRevision): Promise<void> {
  await refreshFarm(ctx)
  await announceHosts(ctx, written)
  ctx.hub.publish([{ kind: 'revision', revision: written.revision }])
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
