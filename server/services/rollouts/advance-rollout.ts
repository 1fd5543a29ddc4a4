/**
 * The next step of the open rollout, if it is due: looked at on a timer and whenever a host moves. It takes no input and
 * may run at any time, in several server processes: the step is decided again under the farm lock.
 */

import { type Decision, decideRollout, type GateFailure } from '~/domain/rollout-decision'
import { recordAudit } from '../../repositories/audit'
import { type Db, inTransaction } from '../../repositories/db'
import { readFailedBinds } from '../../repositories/failed-bind'
import { lockFarm } from '../../repositories/farm-lock'
import {
  changeRollout,
  findOpenRollout,
  type Halt,
  markWave,
  type RolloutRecord,
} from '../../repositories/rollout'
import { type MemberState, moveTogether, noteApplied } from '../../repositories/rollout-host'
import type { ServiceContext } from '../context'
import { announceHosts, announceStanding } from '../farm-news'
import { announceRevision, type WrittenRevision } from '../policies/write-revision'
import { type ResolvedHosts, resolveHosts } from '../resolve-hosts'
import { openWave, SYSTEM } from './open-wave'
import { readStanding } from './read-snapshot'
import { rollBack } from './roll-back'

/** Waves without hosts pass at once; a plan has no more waves than this. */
const MOST_STEPS = 50

export async function advanceRollout(ctx: ServiceContext): Promise<void> {
  for (let step = 0; step < MOST_STEPS; step += 1) if (!(await stepOn(ctx))) return
}

/** @returns whether there was something to do */
async function stepOn(ctx: ServiceContext): Promise<boolean> {
  const open = await findOpenRollout(ctx.database)
  if (!open) return false
  if ((await decide(ctx, ctx.database, open)).decision.kind === 'wait') return false
  const done = await inTransaction(ctx.database, async (tx) => {
    await lockFarm(tx, 'exclusive')
    const rollout = await findOpenRollout(tx)
    if (!rollout) return null
    const { decision, members } = await decide(ctx, tx, rollout)
    return take(tx, ctx, rollout, decision, members)
  })
  if (!done) return false
  if (done.written) await announceRevision(ctx, done.written)
  if (done.moved) await announceHosts(ctx, done.moved)
  await announceStanding(ctx, 'rollout', done.id)
  return true
}

/** Notes on the way which hosts have come to run what their wave told them. */
async function decide(ctx: ServiceContext, db: Db, rollout: RolloutRecord): Promise<Decided> {
  const { snapshot, members } = await readStanding(ctx, db, rollout)
  const now = ctx.clock.now()
  const fresh = members.filter(
    ({ appliedAt, generation, applied }) =>
      appliedAt === null && generation !== null && (applied?.generation ?? 0) >= generation,
  )
  const ids = fresh.map(({ id }) => id)
  await noteApplied(db, rollout.id, ids, now)
  return { decision: decideRollout(snapshot, now.getTime()), members }
}

interface Decided {
  decision: Decision
  /** Those that a wave has reached. */
  members: MemberState[]
}

interface Taken {
  id: string
  moved?: ResolvedHosts
  written?: WrittenRevision
}

async function take(
  tx: Db,
  ctx: ServiceContext,
  rollout: RolloutRecord,
  decision: Decision,
  members: readonly MemberState[],
): Promise<Taken | null> {
  const { id } = rollout
  switch (decision.kind) {
    case 'wait':
      return null
    case 'settle':
      await markWave(tx, id, decision.wave, { settledAt: ctx.clock.now() })
      return { id }
    case 'open':
      return { id, moved: await openWave(tx, ctx, rollout, decision.wave) }
    case 'finish':
      return { id, moved: await finish(tx, ctx, rollout) }
    case 'halt':
      return halt(tx, ctx, rollout, decision.failure, members)
  }
}

async function halt(
  tx: Db,
  ctx: ServiceContext,
  rollout: RolloutRecord,
  failure: GateFailure,
  members: readonly MemberState[],
): Promise<Taken> {
  const { id, revision, state, plan } = rollout
  const at = ctx.clock.now().toISOString()
  await changeRollout(tx, id, {
    state: 'halted',
    halt: { at, by: SYSTEM.kind, failure, ...(await evidenceOf(tx, failure, members)) },
  })
  await recordAudit(tx, {
    actor: SYSTEM,
    action: 'rollout.halt',
    object: { kind: 'rollout', id },
    before: { state },
    after: { revision, failure },
  })
  if (plan.onFailure === 'halt') return { id }
  const written = await rollBack(
    tx,
    ctx,
    SYSTEM,
    rollout,
    `the gate of revision ${revision} failed: ${failure.check}`,
  )
  return { id, written }
}

const MOST_SESSIONS = 8

async function evidenceOf(
  tx: Db,
  { check, hosts }: GateFailure,
  members: readonly MemberState[],
): Promise<Pick<Halt, 'sessions'>> {
  const named = members.filter(({ name }) => hosts.includes(name))
  if (check === 'bind') {
    const ids = named.map(({ id }) => id)
    return { sessions: await readFailedBinds(tx, ids, MOST_SESSIONS) }
  }
  if (check !== 'discrepancy') return {}
  const sessions = named.flatMap(({ id: hostId, name: host, unlike }) =>
    unlike.map((one) => ({ ...one, hostId, host })),
  )
  return { sessions: sessions.slice(0, MOST_SESSIONS) }
}

/** Everybody is told: hosts that were away when their wave opened, too. */
async function finish(tx: Db, ctx: ServiceContext, rollout: RolloutRecord): Promise<ResolvedHosts> {
  const { id, revision, plan } = rollout
  await changeRollout(tx, id, { state: 'completed', endedAt: ctx.clock.now() })
  await moveTogether(tx)
  const moved = await resolveHosts(tx, ctx, { locked: true, apply: plan.apply })
  await recordAudit(tx, {
    actor: SYSTEM,
    action: 'rollout.finish',
    object: { kind: 'rollout', id },
    after: { revision, hosts: rollout.hosts, late: moved.changed.length },
  })
  return moved
}
