/** The first half of a rollout: the revision stands, and no host has moved. */

import { checkPlan, type RolloutPlan } from '~/domain/rollout'
import type { Db } from '../../repositories/db'
import { changeRollout, insertRollout, type RolloutRecord } from '../../repositories/rollout'
import { noteRolloutHosts } from '../../repositories/rollout-host'
import type { ServiceContext } from '../context'
import { refuseProblems } from '../policies/check-draft'

export interface StartRollout {
  revision: number
  baseRevision: number
  plan: RolloutPlan
  /** The hosts that the revision changes. */
  hostIds: readonly string[]
  createdBy: string
}

/** Call it inside the transaction that writes the revision. @throws AppError `bad-input` for a plan that breaks a rule. */
export async function startRollout(tx: Db, ctx: ServiceContext, start: StartRollout): Promise<string> {
  const { plan, hostIds, ...rest } = start
  refuseProblems(checkPlan(plan))
  const now = ctx.clock.now()
  const waits = plan.startAt !== undefined && Date.parse(plan.startAt) > now.getTime()
  const id = await insertRollout(tx, {
    ...rest,
    plan,
    state: waits ? 'scheduled' : 'running',
    hosts: hostIds.length,
    createdAt: now,
  })
  await noteRolloutHosts(tx, id, hostIds)
  return id
}

/** Ends an open rollout because of another revision, in whose transaction it is called. */
export async function endRollout(
  tx: Db,
  ctx: ServiceContext,
  { id }: Pick<RolloutRecord, 'id'>,
  state: 'superseded' | 'rolled-back',
  endRevision: number,
): Promise<void> {
  await changeRollout(tx, id, { state, endedAt: ctx.clock.now(), endRevision })
}
