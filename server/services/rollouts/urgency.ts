import type { RolloutStanding } from '../views/rollout-view'

const URGENCY: readonly RolloutStanding[] = ['failed', 'silent', 'pending', 'held', 'done', 'later']

/** Hosts that need a look come first. */
export const urgencyOf = (standing: RolloutStanding): number => URGENCY.indexOf(standing)
