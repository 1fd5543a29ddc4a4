/** Publishes that reach more hosts than one person may reach alone: asked for by one, agreed to by another. */

import { AppError } from '../../errors'
import { type Actor, recordAudit } from '../../repositories/audit'
import { type Db, inTransaction } from '../../repositories/db'
import { lockFarm } from '../../repositories/farm-lock'
import { readFarm } from '../../repositories/farm-row'
import { lockDraft } from '../../repositories/policy'
import {
  type Decided,
  decidePublishRequest,
  findPublishRequest,
  findWaitingRequest,
  insertPublishRequest,
  type PublishRequestRecord,
} from '../../repositories/publish-request'
import { findHead } from '../../repositories/revision'
import type { ServiceContext } from '../context'
import { announceStanding } from '../farm-news'
import { draftHash } from './compare-wanted'
import { readFarmFacts } from './draft-rows'
import { changedHosts } from './host-effect'
import { type Publish, type Published, publishedOf, recordPublish, requireNews } from './publish-policies'
import { readDraft } from './read-draft'
import { announceRevision, writeRevision } from './write-revision'

/**
 * @throws AppError as `publishPolicies`; `conflict` when nobody else needs to agree, or when a request of this very draft
 * waits already.
 */
export async function requestPublish(
  ctx: ServiceContext,
  actor: Actor,
  { baseRevision, reason, ticket, plan, apply }: Publish,
): Promise<{ id: string; hosts: number }> {
  const asked = await inTransaction(ctx.database, async (tx) => {
    await lockFarm(tx, 'exclusive')
    await lockDraft(tx)
    const { policies } = await requireNews(tx, baseRevision)
    const hosts = changedHosts(policies, await readFarmFacts(tx)).length
    const { approveAboveHosts: limit } = await readFarm(tx)
    if (limit === null || hosts <= limit) {
      throw new AppError('conflict', 'Nobody else needs to agree to this: publish it.')
    }
    await makeRoom(tx, ctx)
    const request = { baseRevision, hosts, reason, ticket: ticket ?? null, delivery: { plan, apply } }
    const id = await insertPublishRequest(tx, {
      ...request,
      draftHash: draftHash(policies),
      createdAt: ctx.clock.now(),
      createdBy: actor.id ?? actor.kind,
    })
    await recordAudit(tx, {
      actor,
      action: 'publish-request.create',
      object: { kind: 'publish-request', id },
      after: { baseRevision, hosts, inWaves: plan !== undefined, ...(ticket && { ticket }) },
      reason,
    })
    return { id, hosts }
  })
  await announceStanding(ctx, 'request', asked.id)
  return asked
}

/** A request that nobody can approve any more makes room for the next. */
async function makeRoom(tx: Db, ctx: ServiceContext): Promise<void> {
  const waiting = await findWaitingRequest(tx)
  if (!waiting) return
  if (!(await isMoved(tx, waiting))) {
    throw new AppError('conflict', 'This draft waits for approval already.')
  }
  await decidePublishRequest(tx, waiting.id, {
    state: 'stale',
    decidedAt: ctx.clock.now(),
    decidedBy: 'system',
  })
}

/** Whether the draft or the published revision is another one than was asked for. */
export async function isMoved(db: Db, request: PublishRequestRecord): Promise<boolean> {
  const head = await findHead(db)
  if ((head?.number ?? 0) !== request.baseRevision) return true
  return draftHash(await readDraft(db)) !== request.draftHash
}

export interface Decide {
  id: string
  reason: string
}

/**
 * The draft is published in the name of who asked.
 * @throws AppError `forbidden` for who asked; `stale` when the draft or the farm moved: the request is over then.
 */
export async function approvePublish(
  ctx: ServiceContext,
  actor: Actor,
  { id, reason }: Decide,
): Promise<Published> {
  const written = await inTransaction(ctx.database, async (tx) => {
    const request = await lockWaiting(tx, id)
    if (request.createdBy === (actor.id ?? actor.kind)) {
      throw new AppError('forbidden', 'You asked for this: another person must agree to it.')
    }
    if (await isMoved(tx, request)) {
      await decide(tx, ctx, actor, request, { state: 'stale', reason })
      return null
    }
    const { head, policies } = await requireNews(tx, request.baseRevision)
    const { reason: why, ticket, delivery } = request
    const author: Actor =
      request.createdBy === 'cli'
        ? { kind: 'cli', id: null }
        : { kind: 'user', id: request.createdBy, role: 'operator' }
    const revision = await writeRevision(tx, ctx, author, {
      head,
      policies,
      reason: why,
      ...(ticket !== null && { ticket }),
      ...delivery,
      approved: true,
    })
    const { baseRevision, createdBy: requestedBy } = request
    await recordPublish(tx, actor, { baseRevision, reason: why, ticket, requestedBy, written: revision })
    await decide(tx, ctx, actor, request, { state: 'approved', reason, revision: revision.revision })
    return revision
  })
  if (!written) {
    await announceStanding(ctx, 'request', id)
    throw new AppError(
      'stale',
      'The draft or the published revision moved since this was asked for. It must be asked for anew.',
    )
  }
  await announceRevision(ctx, written)
  return publishedOf(written)
}

export async function declinePublish(
  ctx: ServiceContext,
  actor: Actor,
  { id, reason }: Decide,
): Promise<void> {
  await inTransaction(ctx.database, async (tx) => {
    const request = await lockWaiting(tx, id)
    const isAuthor = request.createdBy === (actor.id ?? actor.kind)
    await decide(tx, ctx, actor, request, { state: isAuthor ? 'withdrawn' : 'declined', reason })
  })
  await announceStanding(ctx, 'request', id)
}

/** @throws AppError `not-found`; `conflict` when it was decided already. */
async function lockWaiting(tx: Db, id: string): Promise<PublishRequestRecord> {
  await lockFarm(tx, 'exclusive')
  await lockDraft(tx)
  const request = await findPublishRequest(tx, id)
  if (!request) throw new AppError('not-found', 'There is no such request.')
  if (request.state === 'waiting') return request
  throw new AppError('conflict', `This request is ${request.state} already.`)
}

const VERBS = { approved: 'approve', declined: 'decline', withdrawn: 'withdraw', stale: 'expire' } as const

async function decide(
  tx: Db,
  ctx: ServiceContext,
  actor: Actor,
  request: PublishRequestRecord,
  { state, reason, revision }: { state: keyof typeof VERBS; reason: string; revision?: number },
): Promise<void> {
  const decided: Decided = {
    state,
    decidedAt: ctx.clock.now(),
    decidedBy: actor.id ?? actor.kind,
    decision: reason,
    ...(revision !== undefined && { revision }),
  }
  await decidePublishRequest(tx, request.id, decided)
  await recordAudit(tx, {
    actor,
    action: `publish-request.${VERBS[state]}`,
    object: { kind: 'publish-request', id: request.id },
    before: { state: request.state },
    after: {
      state,
      requestedBy: request.createdBy,
      baseRevision: request.baseRevision,
      ...(revision !== undefined && { revision }),
    },
    reason,
  })
}
