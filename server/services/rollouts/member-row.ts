import type { Convergence } from '~/domain/host-state'
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
  return {
    id,
    name,
    deliveryGroup,
    wave,
    standing: over ? AFTER[convergenceNow(ctx, { ...member, awaitsWave: false }).state] : standingNow(),
    sessions,
    oldSessions: isReached || over ? member.oldSessions : 0,
    bindFailures: isReached ? health.bindFailures : 0,
    discrepancies: isReached ? health.discrepancies : 0,
    failedSettings: isReached ? failedSettings(member.applied) : [],
  }

  function standingNow(): RolloutStanding {
    if (!isReached) return 'later'
    if (health.silent && health.standing !== 'done') return 'silent'
    return health.standing
  }
}

const AFTER: Record<Convergence, RolloutStanding> = {
  converged: 'done',
  drifted: 'done',
  pending: 'pending',
  partial: 'failed',
  failed: 'failed',
  stale: 'silent',
}
