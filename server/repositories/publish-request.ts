/** Publishes that wait for a second person. At most one waits: an index keeps it. */

import type { ApplyTime, RolloutPlan } from '~/domain/rollout'
import type { Db } from './db'

export type PublishRequestState = 'waiting' | 'approved' | 'declined' | 'withdrawn' | 'stale'

export interface PublishRequestRecord {
  id: string
  state: PublishRequestState
  baseRevision: number
  /** Of the draft as it stood. */
  draftHash: string
  hosts: number
  reason: string
  ticket: string | null
  delivery: { plan?: RolloutPlan; apply?: ApplyTime }
  createdAt: Date
  /** A user's id, or `cli`. */
  createdBy: string
  decidedAt: Date | null
  decidedBy: string | null
  decision: string | null
  revision: number | null
}

type NewPublishRequest = Pick<
  PublishRequestRecord,
  'baseRevision' | 'draftHash' | 'hosts' | 'reason' | 'ticket' | 'delivery' | 'createdAt' | 'createdBy'
>

const recordOf = <R extends { delivery: unknown }>(row: R) => ({
  ...row,
  delivery: row.delivery as PublishRequestRecord['delivery'],
})

export async function insertPublishRequest(tx: Db, request: NewPublishRequest): Promise<string> {
  const { delivery, ...data } = request
  const row = await tx.publishRequest.create({
    data: { ...data, delivery: delivery as unknown as object },
    select: { id: true },
  })
  return row.id
}

export async function findPublishRequest(db: Db, id: string): Promise<PublishRequestRecord | null> {
  const row = await db.publishRequest.findUnique({ where: { id } })
  return row && recordOf(row)
}

export async function findWaitingRequest(db: Db): Promise<PublishRequestRecord | null> {
  const row = await db.publishRequest.findFirst({ where: { state: 'waiting' } })
  return row && recordOf(row)
}

/** Who agreed to a revision; null where nobody had to. */
export async function findApprover(db: Db, revision: number): Promise<string | null> {
  const row = await db.publishRequest.findFirst({
    where: { revision, state: 'approved' },
    select: { decidedBy: true },
  })
  return row?.decidedBy ?? null
}

/** Newest first. */
export async function listPublishRequests(db: Db, limit: number): Promise<PublishRequestRecord[]> {
  const rows = await db.publishRequest.findMany({
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit,
  })
  return rows.map(recordOf)
}

export interface Decided {
  state: PublishRequestState
  decidedAt: Date
  decidedBy: string
  decision?: string
  revision?: number
}

export async function decidePublishRequest(tx: Db, id: string, decided: Decided): Promise<void> {
  await tx.publishRequest.update({ where: { id }, data: decided })
}
