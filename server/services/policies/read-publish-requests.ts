import { diffPolicies } from '~/domain/policy-diff'
import { AppError } from '../../errors'
import type { Actor } from '../../repositories/audit'
import {
  findPublishRequest,
  listPublishRequests,
  type PublishRequestRecord,
} from '../../repositories/publish-request'
import { findRevision } from '../../repositories/revision'
import { countOpenSessions } from '../../repositories/revision-impact'
import { userNames } from '../../repositories/token'
import type { ServiceContext } from '../context'
import { seenOnFarm } from '../discovery/lint-lists'
import { previewWaves } from '../rollouts/preview-waves'
import type { PublishRequestRow, PublishRequestView } from '../views/rollout-view'
import { addedWarnings } from './added-warnings'
import { farmFactsNow } from './draft-rows'
import { changedHosts } from './host-effect'
import { isMoved } from './publish-requests'
import { readDraft } from './read-draft'

const MOST_SHOWN = 20

/** Newest first. One that waits although its draft or revision moved is shown as it would be judged: stale. */
export async function readPublishRequests(ctx: ServiceContext, actor: Actor): Promise<PublishRequestRow[]> {
  return rowsOf(ctx, actor, await listPublishRequests(ctx.database, MOST_SHOWN))
}

/** One, with what it changes and whom its waves reach. @throws AppError `not-found` */
export async function readPublishRequest(
  ctx: ServiceContext,
  actor: Actor,
  { id }: { id: string },
): Promise<PublishRequestView> {
  const { database } = ctx
  const record = await findPublishRequest(database, id)
  const [row] = record ? await rowsOf(ctx, actor, [record]) : []
  if (!record || !row) throw new AppError('not-found', 'There is no such request.')
  const over = { sessions: null, preview: [], warnings: [] }
  const base = (await findRevision(database, record.baseRevision))?.policies ?? []
  if (row.state === 'approved' && record.revision !== null) {
    const revision = await findRevision(database, record.revision)
    return { ...row, ...over, changes: revision && diffPolicies(base, revision.policies) }
  }
  if (await isMoved(database, record)) return { ...row, ...over, changes: null }
  const draft = await readDraft(database)
  const changes = diffPolicies(base, draft)
  if (row.state !== 'waiting') return { ...row, ...over, changes }
  const farm = await farmFactsNow(ctx)
  const warnings = addedWarnings(base, draft, { farm, seen: await seenOnFarm(database) })
  const hosts = changedHosts(draft, farm).map((host) => host.id)
  const [sessions, preview] = await Promise.all([
    countOpenSessions(database, hosts),
    row.plan ? previewWaves(ctx, draft, row.plan.waves, record.baseRevision + 1) : [],
  ])
  return { ...row, changes, sessions, preview, warnings }
}

async function rowsOf(
  { database }: ServiceContext,
  actor: Actor,
  records: readonly PublishRequestRecord[],
): Promise<PublishRequestRow[]> {
  const people = records.flatMap(({ createdBy, decidedBy }) => [createdBy, decidedBy ?? ''])
  const names = await userNames(database, people)
  const nameOf = (id: string) => names.get(id) ?? id
  return Promise.all(
    records.map(async (record) => {
      const { id, baseRevision, hosts, reason, ticket, delivery, createdBy, decidedBy } = record
      const moved = record.state === 'waiting' && (await isMoved(database, record))
      return {
        id,
        state: moved ? ('stale' as const) : record.state,
        baseRevision,
        hosts,
        reason,
        ticket,
        plan: delivery.plan ?? null,
        apply: delivery.plan?.apply ?? delivery.apply ?? 'now',
        askedAt: record.createdAt.toISOString(),
        by: nameOf(createdBy),
        own: createdBy === (actor.id ?? actor.kind),
        decidedAt: record.decidedAt?.toISOString() ?? null,
        decidedBy: decidedBy === null ? null : nameOf(decidedBy),
        decision: record.decision,
        revision: record.revision,
      }
    }),
  )
}
