/** What people do with an open rollout: halt, resume, roll back. */

import type { AuditAction } from '~/domain/audit-action'
import { mayAct, type RolloutAct } from '~/domain/rollout'
import { type Before, failedSettings } from '~/domain/rollout-standing'
import { AppError } from '../../errors'
import { type Actor, recordAudit } from '../../repositories/audit'
import { type Db, inTransaction } from '../../repositories/db'
import { lockFarm } from '../../repositories/farm-lock'
import { changeRollout, findRollout, type RolloutRecord } from '../../repositories/rollout'
import { writeBefore } from '../../repositories/rollout-host'
import type { ServiceContext } from '../context'
import { announceStanding } from '../farm-news'
import { announceRevision } from '../policies/write-revision'
import { healthOf, NOTHING_BEFORE, readStanding } from './read-snapshot'
import { rollBack } from './roll-back'

export interface ActOnRollout {
  id: string
  reason: string
}

/** No further wave opens; hosts keep what they have. */
export async function haltRollout(
  ctx: ServiceContext,
  actor: Actor,
  { id, reason }: ActOnRollout,
): Promise<void> {
  await inTransaction(ctx.database, async (tx) => {
    const { state, revision } = await lockForAct(tx, id, 'halt')
    const at = ctx.clock.now().toISOString()
    await changeRollout(tx, id, { state: 'halted', halt: { at, by: actor.id ?? actor.kind, reason } })
    await record(tx, actor, 'rollout.halt', { id, reason, before: { state }, after: { revision } })
  })
  await announceStanding(ctx, 'rollout', id)
}

/** What is wrong now is accepted: only what comes on top of it halts the rollout again. */
export async function resumeRollout(
  ctx: ServiceContext,
  actor: Actor,
  { id, reason }: ActOnRollout,
): Promise<void> {
  await inTransaction(ctx.database, async (tx) => {
    const rollout = await lockForAct(tx, id, 'resume')
    const accepted = await acceptTroubles(tx, ctx, rollout)
    await changeRollout(tx, id, { state: 'running', halt: null })
    const after = { revision: rollout.revision, accepted }
    await record(tx, actor, 'rollout.resume', { id, reason, before: { halt: rollout.halt }, after })
  })
  await announceStanding(ctx, 'rollout', id)
}

/** Hosts that it reached go back; no other moves. */
export async function rollBackRollout(
  ctx: ServiceContext,
  actor: Actor,
  { id, reason }: ActOnRollout,
): Promise<{ revision: number; changedHosts: number }> {
  const written = await inTransaction(ctx.database, async (tx) => {
    const rollout = await lockForAct(tx, id, 'roll-back')
    return rollBack(tx, ctx, actor, rollout, reason)
  })
  await announceRevision(ctx, written)
  return { revision: written.revision, changedHosts: written.hosts }
}

/** @throws AppError `not-found`, or `conflict` for an act that its state does not allow. */
async function lockForAct(tx: Db, id: string, act: RolloutAct): Promise<RolloutRecord> {
  await lockFarm(tx, 'exclusive')
  const rollout = await findRollout(tx, id)
  if (!rollout) throw new AppError('not-found', 'There is no such rollout.')
  if (mayAct(act, rollout.state)) return rollout
  throw new AppError(
    'conflict',
    `The rollout of revision ${rollout.revision} is ${rollout.state}: it cannot be ${DONE[act]}.`,
  )
}

const DONE: Record<RolloutAct, string> = { halt: 'halted', resume: 'resumed', 'roll-back': 'rolled back' }

/** @returns the names of hosts that count no more */
async function acceptTroubles(tx: Db, ctx: ServiceContext, rollout: RolloutRecord): Promise<string[]> {
  const { members } = await readStanding(ctx, tx, rollout)
  const accepted: string[] = []
  const rows = members.map((member) => {
    const { standing, silent, forgiven } = healthOf(ctx, member)
    const isTroubled = forgiven === true || standing === 'failed' || silent
    if (isTroubled) accepted.push(member.name)
    const { applied, unlike } = member
    const before: Before = {
      ...(member.before ?? NOTHING_BEFORE),
      failed: failedSettings(applied),
      bindFailures: applied?.bindFailures ?? 0,
      discrepancies: unlike.length,
      ...(isTroubled && { forgiven: true }),
    }
    return { id: member.id, before }
  })
  await writeBefore(tx, rollout.id, rows)
  return accepted
}

function record(
  tx: Db,
  actor: Actor,
  action: AuditAction,
  { id, ...more }: { id: string; reason: string; before: unknown; after: unknown },
): Promise<void> {
  return recordAudit(tx, { actor, action, object: { kind: 'rollout', id }, ...more })
}
