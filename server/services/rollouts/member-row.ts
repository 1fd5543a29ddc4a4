import type { Convergence } from '~/domain/host-state'
import { failedSettings, standingOf } from '~/domain/rollout-standing'
import type { MemberRecord, MemberState } from '../../repositories/rollout-host'
import type { ServiceContext } from '../context'
import { convergenceNow } from '../host-rows'
import type { RolloutHostRow, RolloutStanding } from '../views/rollout-view'
import { healthOf, isOnline, NOTHING_BEFORE } from './read-snapshot'

/** @param over the rollout has ended: how the host stands with what it is told now counts */
export function memberRow(ctx: ServiceContext, member: MemberRecord, over: boolean): RolloutHostRow {
  const { id, name, deliveryGroup, wave, sessions } = member
  const isReached = wave !== null
  const standing = memberStanding(ctx, member, over)
  const { bindFailures, discrepancies } = isReached ? healthOf(ctx, member) : WELL
  return {
    id,
    name,
    deliveryGroup,
    wave,
    standing,
    sessions,
    oldSessions: oldSessions(member, over && standing === 'done'),
    bindFailures,
    discrepancies,
    failedSettings: isReached ? failedSettings(member.applied) : [],
  }
}

const WELL = { bindFailures: 0, discrepancies: 0 }

/** The same for hosts whose sessions were not looked at. */
export function memberStanding(ctx: ServiceContext, member: MemberState, over: boolean): RolloutStanding {
  if (over) return AFTER[convergenceNow(ctx, { ...member, awaitsWave: false }).state]
  if (member.wave === null) return 'later'
  const generation = member.generation ?? member.wantedGeneration
  const standing = standingOf(generation, member.applied, member.before ?? NOTHING_BEFORE)
  return standing !== 'done' && !isOnline(ctx, member) ? 'silent' : standing
}

/** When it came in force on a host that was told after the last wave, nobody noted. */
function oldSessions(member: MemberRecord, isLate: boolean): number {
  return member.appliedAt === null && isLate ? 0 : member.oldSessions
}

const AFTER: Record<Convergence, RolloutStanding> = {
  converged: 'done',
  drifted: 'done',
  pending: 'pending',
  partial: 'failed',
  failed: 'failed',
  stale: 'silent',
}
