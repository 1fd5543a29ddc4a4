/** How an open rollout stands, as its decision is made from. */

import { STALE_POLLS } from '~/domain/host-state'
import type { MemberHealth, RolloutSnapshot } from '~/domain/rollout-decision'
import { type Before, newBindFailures, standingOf } from '~/domain/rollout-standing'
import type { Db } from '../../repositories/db'
import type { RolloutRecord } from '../../repositories/rollout'
import { type MemberState, readMemberStates } from '../../repositories/rollout-host'
import type { ServiceContext } from '../context'
import { lastSeenMs } from '../host-rows'

export const NOTHING_BEFORE: Before = { failed: [], bindFailures: 0, discrepancies: 0 }

export interface Standing {
  snapshot: RolloutSnapshot
  /** Those that a wave has reached. */
  members: MemberState[]
}

export async function readStanding(ctx: ServiceContext, db: Db, rollout: RolloutRecord): Promise<Standing> {
  const members = (await readMemberStates(db, rollout.id, { reachedOnly: true })).filter(isActive)
  return { members, snapshot: snapshotOf(ctx, rollout, members) }
}

export const isActive = ({ lifecycle }: Pick<MemberState, 'lifecycle'>): boolean => lifecycle === 'active'

/** @param members the active ones that a wave has reached */
export function snapshotOf(
  ctx: ServiceContext,
  { state, plan, waves }: RolloutRecord,
  members: readonly MemberState[],
): RolloutSnapshot {
  return {
    state,
    plan,
    waves: waves.map(({ openedAt, settledAt }) => ({
      openedMs: openedAt?.getTime() ?? null,
      settledMs: settledAt?.getTime() ?? null,
    })),
    members: members.map((member) => healthOf(ctx, member)),
    blind: isBlind(ctx),
  }
}

export function healthOf(ctx: ServiceContext, member: MemberState): MemberHealth {
  const before = member.before ?? NOTHING_BEFORE
  const generation = member.generation ?? member.wantedGeneration
  const standing = standingOf(generation, member.applied, before)
  return {
    id: member.id,
    name: member.name,
    wave: member.wave ?? 0,
    standing,
    silent: !isOnline(ctx, member),
    forgiven: before.forgiven === true,
    bindFailures: newBindFailures(generation, member.applied, before),
    // Before the new list is in force a difference says nothing about it.
    discrepancies: standing === 'done' ? Math.max(0, member.unlike.length - before.discrepancies) : 0,
  }
}

export function isOnline(ctx: ServiceContext, host: { id: string; seenAt: Date | null }): boolean {
  const seen = lastSeenMs(ctx, host)
  return seen !== null && ctx.clock.now().getTime() - seen <= silenceMs(ctx)
}

const silenceMs = ({ farm }: ServiceContext) => STALE_POLLS * farm.pollSeconds * 1000

/** A server that has just begun knows when hosts were last heard, not whether they are there. */
function isBlind(ctx: ServiceContext): boolean {
  const now = ctx.clock.now().getTime()
  if (now - ctx.farm.startedMs >= silenceMs(ctx)) return false
  for (const { lifecycle, lastSeenMs: seen } of ctx.board.all()) {
    if (lifecycle === 'active' && seen > 0 && seen < ctx.farm.startedMs) return true
  }
  return false
}
