import type { Convergence } from '~/domain/host-state'
import { failedSettings, standingOf } from '~/domain/rollout-standing'
import type { MemberRecord, MemberState } from '../../repositories/rollout-host'
import type { ServiceContext } from '../context'
import { convergenceNow } from '../host-rows'
import type { RolloutHostRow, RolloutStanding } from '../views/rollout-view'
import { healthOf, isOnline, NOTHING_BEFORE } from './read-snapshot'

/** @param over the rollout has ended: how the host stands with what it is told now counts */
export function memberRow(ctx: ServiceContext, member: MemberRecord, over: boolean): RolloutHostRow {
  const { id, name, deliveryGroup, wave, sessions, oldSessions } = member
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
    oldSessions: isLate(member, standing, over) ? 0 : oldSessions,
    bindFailures,
    discrepancies,
    failedSettings: isReached ? failedSettings(member.applied) : [],
  }
}

const WELL = { bindFailures: 0, discrepancies: 0 }

/** What failed stays known as failed when it falls silent. */
export function memberStanding(ctx: ServiceContext, member: MemberState, over: boolean): RolloutStanding {
  if (over) return AFTER[convergenceNow(ctx, { ...member, awaitsWave: false }).state]
  if (member.wave === null) return 'later'
  const generation = member.generation ?? member.wantedGeneration
  const standing = standingOf(generation, member.applied, member.before ?? NOTHING_BEFORE)
  const isAwaited = standing === 'pending' || standing === 'held'
  return isAwaited && !isOnline(ctx, member) ? 'silent' : standing
}

/** Told after the last wave: when it came in force there, nobody noted. */
export const isLate = ({ appliedAt }: MemberState, standing: RolloutStanding, over: boolean): boolean =>
  over && standing === 'done' && appliedAt === null

const AFTER: Record<Convergence, RolloutStanding> = {
  converged: 'done',
  drifted: 'done',
  pending: 'pending',
  partial: 'failed',
  failed: 'failed',
  stale: 'silent',
}
