import type { Actor } from '../../repositories/audit'
import { listPublishRequests } from '../../repositories/publish-request'
import { userNames } from '../../repositories/token'
import type { ServiceContext } from '../context'
import type { PublishRequestRow } from '../views/rollout-view'
import { isMoved } from './publish-requests'

const MOST_SHOWN = 20

/** Newest first. One that waits although its draft or revision moved is shown as it would be judged: stale. */
export async function readPublishRequests(
  { database }: ServiceContext,
  actor: Actor,
): Promise<PublishRequestRow[]> {
  const records = await listPublishRequests(database, MOST_SHOWN)
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
