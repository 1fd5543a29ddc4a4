import type { GateFailure } from '~/domain/rollout-decision'
import type { Messages } from '~/locales/catalogue'

/** Why a rollout is halted: what its gate found, or what somebody said. */
export function haltText(halt: { reason?: string; failure?: GateFailure }, t: Messages): string {
  const { failure, reason } = halt
  if (!failure) return reason ?? ''
  const found = t.rollouts.checks[failure.check](failure.found, failure.limit)
  return failure.hosts.length > 0 ? `${found} ${t.rollouts.at}: ${failure.hosts.join(', ')}.` : found
}
