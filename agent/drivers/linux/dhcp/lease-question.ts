/** What a lease's client asks a server in each phase, and how long it waits for the answer. Pure. */

import type {
  Asking,
  AskingPhase,
  Draft,
  LeaseAction,
  LeaseState,
  Phase,
  Stepped,
  Surroundings,
} from './lease-state'

export const anew = ({ now, xid }: Surroundings): Asking => ({ xid, since: now, tries: 0 })

/** Sends what the phase asks, once more, and says when to send it again. */
export function ask(state: LeaseState, around: Surroundings): Stepped {
  const { phase } = state
  if (!('asking' in phase)) return { state, actions: [] }
  const asking = { ...phase.asking, tries: phase.asking.tries + 1 }
  const alarmAt = around.now + waitMs(phase, asking.tries, around)
  return {
    state: { ...state, phase: { ...phase, asking }, alarmAt },
    actions: [question(phase, asking, around)],
  }
}

function question(phase: AskingPhase, asking: Asking, around: Surroundings): LeaseAction {
  const broadcast = (kind: Draft['kind'], more: Partial<Draft>): LeaseAction => ({
    do: 'send',
    draft: { ...draft(kind, around, more), xid: asking.xid, secs: secondsSince(asking, around) },
    to: null,
    from: null,
  })
  switch (phase.at) {
    case 'selecting':
      return broadcast('discover', phase.last === null ? {} : { requested: phase.last })
    case 'requesting':
      return broadcast('request', { requested: phase.offer.address, server: phase.offer.server })
    case 'rebooting':
      return broadcast('request', { requested: phase.address })
    case 'inquiring':
      return broadcast('inform', {})
    case 'renewing':
    case 'rebinding': {
      const { address, server } = phase.lease
      const prolonging = { ...draft('request', around, { clientAddress: address }), xid: asking.xid }
      return { do: 'send', draft: prolonging, to: phase.at === 'renewing' ? server : null, from: address }
    }
  }
}

export function draft(kind: Draft['kind'], { xid }: Surroundings, more: Partial<Draft>): Draft {
  return { kind, xid, secs: 0, clientAddress: null, ...more }
}

const secondsSince = ({ since }: Asking, { now }: Surroundings) =>
  Math.min(65_535, Math.max(0, Math.round((now - since) / 1000)))

/** Doubling with a tenth of jitter while there is no address; half of what is left while there is (RFC 2131 4.4.5). */
function waitMs(phase: Phase, tries: number, { now, roll, timing }: Surroundings): number {
  if (!('lease' in phase)) {
    const grown = Math.min(timing.firstRetryMs * 2 ** (tries - 1), timing.longestRetryMs)
    return Math.round(grown * (0.9 + roll / 5))
  }
  const { rebindAt, expiresAt } = phase.lease
  const left = (phase.at === 'renewing' ? rebindAt : expiresAt) - now
  return Math.max(0, Math.min(left, Math.max(Math.round(left / 2), timing.leastProlongMs)))
}
