import type { Convergence } from '~/domain/host-state'
import type { MemberHealth } from '~/domain/rollout-decision'
import { failedSettings } from '~/domain/rollout-standing'
import type { MemberRecord } from '../../repositories/rollout-host'
import type { ServiceContext } from '../context'
import { convergenceNow } from '../host-rows'
import type { RolloutHostRow, RolloutStanding } from '../views/rollout-view'
import { healthOf } from './read-snapshot'

/** @param over the rollout has ended: how the host stands with what it is told now counts */
export function memberRow(ctx: ServiceContext, member: MemberRecord, over: boolean): RolloutHostRow {
  const { id, name, deliveryGroup, wave, sessions } = member
  const isReached = wave !== null
  const health = healthOf(ctx, member)
  const standing = over
    ? AFTER[convergenceNow(ctx, { ...member, awaitsWave: false }).state]
    : standingNow(isReached, health)
  return {
    id,
    name,
    deliveryGroup,
    wave,
    standing,
    sessions,
    oldSessions: oldSessions(member, over && standing === 'done'),
    bindFailures: isReached ? health.bindFailures : 0,
    discrepancies: isReached ? health.discrepancies : 0,
    failedSettings: isReached ? failedSettings(member.applied) : [],
  }
}

function standingNow(isReached: boolean, { standing, silent }: MemberHealth): RolloutStanding {
  if (!isReached) return 'later'
  return silent && standing !== 'done' ? 'silent' : standing
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
