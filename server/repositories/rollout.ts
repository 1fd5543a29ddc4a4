/** Rollouts and their waves. At most one is open: an index keeps it. */

import type { RolloutPlan, RolloutState } from '~/domain/rollout'
import type { GateFailure } from '~/domain/rollout-decision'
import type { Db } from './db'

/** Why a rollout is halted: its gate, or somebody. */
export interface Halt {
  at: string
  /** A user's id, `cli`, or `system` for the gate. */
  by: string
  reason?: string
  failure?: GateFailure
  /** Those that the gate saw unlike their prediction, or with binds that failed: they may end, or agree again, before anybody looks. */
  sessions?: HaltSession[]
}

export interface HaltSession {
  id: string
  hostId: string
  host: string
  number: number
  user: string
  /** Of a discrepancy, or `bind`. */
  reason: string
  program: string | null
}

export interface WaveRecord {
  place: number
  openedAt: Date | null
  settledAt: Date | null
}

export interface RolloutRecord {
  id: string
  revision: number
  baseRevision: number
  state: RolloutState
  plan: RolloutPlan
  halt: Halt | null
  hosts: number
  createdAt: Date
  createdBy: string
  endedAt: Date | null
  endRevision: number | null
  waves: WaveRecord[]
}

const WITH_WAVES = {
  include: {
    waves: {
      orderBy: { place: 'asc' },
      select: { place: true, openedAt: true, settledAt: true },
    },
  },
} as const

interface Row {
  state: string
  plan: unknown
  halt: unknown
}

// Prisma names the members of an enum by its own rules.
const recordOf = <R extends Row>({ state, plan, halt, ...row }: R) => ({
  ...row,
  state: (state === 'rolled_back' ? 'rolled-back' : state) as RolloutState,
  plan: plan as RolloutPlan,
  halt: halt as Halt | null,
})
const storedState = (state: RolloutState) => (state === 'rolled-back' ? 'rolled_back' : state)

export async function findOpenRollout(db: Db): Promise<RolloutRecord | null> {
  const row = await db.rollout.findFirst({
    where: { state: { in: ['scheduled', 'running', 'halted'] } },
    ...WITH_WAVES,
  })
  return row && recordOf(row)
}

export async function findRollout(db: Db, id: string): Promise<RolloutRecord | null> {
  const row = await db.rollout.findUnique({ where: { id }, ...WITH_WAVES })
  return row && recordOf(row)
}

export async function findRolloutOf(db: Db, revision: number): Promise<RolloutRecord | null> {
  const row = await db.rollout.findUnique({ where: { revision }, ...WITH_WAVES })
  return row && recordOf(row)
}

/** Newest first, of revisions below `before`. */
export async function listRolloutRecords(db: Db, limit: number, before?: number): Promise<RolloutRecord[]> {
  const rows = await db.rollout.findMany({
    where: before === undefined ? {} : { revision: { lt: before } },
    orderBy: { revision: 'desc' },
    take: limit,
    ...WITH_WAVES,
  })
  return rows.map(recordOf)
}

export type NewRollout = Pick<
  RolloutRecord,
  'revision' | 'baseRevision' | 'state' | 'plan' | 'hosts' | 'createdAt' | 'createdBy'
>

export async function insertRollout(tx: Db, rollout: NewRollout): Promise<string> {
  const { state, plan, ...rest } = rollout
  const { id } = await tx.rollout.create({
    data: {
      ...rest,
      state: storedState(state),
      plan: plan as unknown as object,
      waves: { create: plan.waves.map((_, place) => ({ place })) },
    },
    select: { id: true },
  })
  return id
}

export interface RolloutChange {
  state?: RolloutState
  /** Null takes the halt away. */
  halt?: Halt | null
  endedAt?: Date
  endRevision?: number
}

export async function changeRollout(tx: Db, id: string, change: RolloutChange): Promise<void> {
  await tx.$executeRawUnsafe(
    `UPDATE rollout SET state = coalesce($2::rollout_state, state),
       halt = CASE WHEN $3 THEN $4::jsonb ELSE halt END,
       ended_at = coalesce($5::timestamptz, ended_at), end_revision = coalesce($6::int, end_revision)
     WHERE id = $1::uuid`,
    id,
    change.state ?? null,
    change.halt !== undefined,
    change.halt ? JSON.stringify(change.halt) : null,
    change.endedAt ?? null,
    change.endRevision ?? null,
  )
}

export async function markWave(
  tx: Db,
  rolloutId: string,
  place: number,
  times: { openedAt?: Date; settledAt?: Date },
): Promise<void> {
  await tx.rolloutWave.update({ where: { rolloutId_place: { rolloutId, place } }, data: times })
}
