/**
 * One lease's life as a pure function of what happens: RFC 2131, figure 5, with the check for conflicts before an
 * address is used, and with words for the lack of one. Whoever runs it sends, checks and sets the alarm as told.
 */

import type { DhcpMessage } from '~/formats/dhcp/message'
import type { Lease } from '../../../leases/held'
import type { Shortage, ShortageCode } from '../../../leases/shortage'
import { isUsable, leaseOf } from './lease'
import { anew, ask, draft } from './lease-question'
import {
  heldIn,
  IDLE,
  type LeaseAction,
  type LeaseEvent,
  type LeaseState,
  type Phase,
  type Stepped,
  type Surroundings,
} from './lease-state'

export function step(state: LeaseState, event: LeaseEvent, around: Surroundings): Stepped {
  if (state.phase.at === 'over') return { state, actions: [] }
  switch (event.is) {
    case 'start':
      return begin(state, event, around)
    case 'heard':
      return heard(state, event.message, around)
    case 'alarm':
      return alarm(state, around)
    case 'checked':
      return checked(state, event, around)
    case 'unusable':
      return unusable(state, event.why, around)
    case 'stop':
      return end(state, around)
  }
}

function begin(
  state: LeaseState,
  { last, held }: Extract<LeaseEvent, { is: 'start' }>,
  around: Surroundings,
): Stepped {
  if (!last || last.expiresAt <= around.now) return select(state, around, last?.address ?? null)
  if (held && last.renewAt > around.now) return bind(state, last)
  const phase: Phase = { at: 'rebooting', asking: anew(around), address: last.address, held }
  return ask({ ...state, phase }, around)
}

function heard(state: LeaseState, message: DhcpMessage, around: Surroundings): Stepped {
  const { phase } = state
  if (!message.reply || !('asking' in phase) || phase.asking.xid !== message.xid)
    return { state, actions: [] }
  if (phase.at === 'selecting' && message.kind === 'offer') return offered(state, phase, message, around)
  if (phase.at === 'inquiring' && message.kind === 'ack') {
    const text = `the DHCP server ${message.server ?? ''} answers, but has no address to give: its scope is exhausted, or it does not serve this network`
    return rest(state, { code: 'nothing-free', message: text }, around)
  }
  if (phase.at === 'selecting' || phase.at === 'inquiring') return { state, actions: [] }
  if (message.kind === 'nak') return refused(state, message, around)
  if (message.kind === 'ack') return acknowledged(state, phase, message, around)
  return { state, actions: [] }
}

function offered(
  state: LeaseState,
  { asking }: Extract<Phase, { at: 'selecting' }>,
  { yourAddress: address, server }: DhcpMessage,
  around: Surroundings,
): Stepped {
  if (address === null || server === undefined || !isUsable(address)) return { state, actions: [] }
  const phase: Phase = { at: 'requesting', asking: { ...asking, tries: 0 }, offer: { address, server } }
  return ask({ ...state, phase }, around)
}

type Answerable = Extract<Phase, { at: 'requesting' | 'rebooting' | 'renewing' | 'rebinding' }>

function acknowledged(
  state: LeaseState,
  phase: Answerable,
  message: DhcpMessage,
  around: Surroundings,
): Stepped {
  const lease = leaseOf(message, around.now)
  if (!lease) return { state, actions: [] }
  const before = heldIn(phase)
  if (before === lease.address) return bind(state, lease)
  const dropped: LeaseAction[] = before === null ? [] : [{ do: 'drop', address: before }]
  const shortage = state.shortage ?? IDLE.shortage
  return {
    state: { ...state, phase: { at: 'checking', lease }, shortage, alarmAt: null },
    actions: [...dropped, { do: 'check', address: lease.address }],
  }
}

/**
 * A server that offers one address to all who ask at once says no to all but the first: they ask again, soon and not
 * together.
 */
function refused(state: LeaseState, message: DhcpMessage, around: Surroundings): Stepped {
  const address = heldIn(state.phase)
  const actions: LeaseAction[] = address === null ? [] : [{ do: 'drop', address }]
  const why = message.text ? `: ${message.text}` : ''
  const shortage = { code: 'refused' as const, message: `the DHCP server refused the address${why}` }
  const next =
    state.phase.at === 'requesting'
      ? rest(state, shortage, { ...around, timing: { ...around.timing, restMs: around.timing.firstRetryMs } })
      : select({ ...state, shortage }, around, null)
  return { state: next.state, actions: [...actions, ...next.actions] }
}

function checked(
  state: LeaseState,
  { address, taken }: Extract<LeaseEvent, { is: 'checked' }>,
  around: Surroundings,
): Stepped {
  const { phase } = state
  if (phase.at !== 'checking' || phase.lease.address !== address) return { state, actions: [] }
  const { lease } = phase
  if (!taken) return lease.expiresAt > around.now ? bind(state, lease) : expired(state, lease, around)
  const shortage: Shortage = {
    code: 'conflict',
    message: `${address}, which ${lease.server} gave, is used by another machine: it was declined`,
  }
  const decline = draft('decline', around, { requested: address, server: lease.server })
  const next = rest(state, shortage, around, around.timing.afterConflictMs)
  return {
    state: next.state,
    actions: [{ do: 'send', draft: decline, to: null, from: null }, ...next.actions],
  }
}

function unusable(state: LeaseState, why: string, around: Surroundings): Stepped {
  const { phase } = state
  if (phase.at !== 'bound') return { state, actions: [] }
  return rest(state, { code: 'cannot-add', message: why }, around)
}

function alarm(state: LeaseState, around: Surroundings): Stepped {
  const { phase } = state
  const { now, timing } = around
  switch (phase.at) {
    case 'resting':
      return select(state, around, null)
    case 'selecting':
      return phase.asking.tries < timing.tries
        ? ask(state, around)
        : ask({ ...state, phase: { at: 'inquiring', asking: anew(around) } }, around)
    case 'requesting':
      return phase.asking.tries < timing.tries ? ask(state, around) : select(state, around, null)
    case 'rebooting':
      return phase.asking.tries < timing.tries ? ask(state, around) : forget(state, phase, around)
    case 'inquiring':
      return phase.asking.tries < 2 ? ask(state, around) : rest(state, NO_ANSWER, around)
    case 'bound':
    case 'renewing':
    case 'rebinding':
      return now >= phase.lease.expiresAt
        ? expired(state, phase.lease, around)
        : prolong(state, phase, around)
    default:
      return { state, actions: [] }
  }
}

const NO_ANSWER: Shortage = {
  code: 'no-answer',
  message: 'no DHCP server answers: it is away, or what is asked does not reach it',
}

function forget(
  state: LeaseState,
  { address, held }: Extract<Phase, { at: 'rebooting' }>,
  around: Surroundings,
): Stepped {
  const next = select(state, around, address)
  return {
    state: next.state,
    actions: [...(held ? [{ do: 'drop' as const, address }] : []), ...next.actions],
  }
}

function prolong(
  state: LeaseState,
  phase: Extract<Phase, { at: 'bound' | 'renewing' | 'rebinding' }>,
  around: Surroundings,
): Stepped {
  const { lease } = phase
  const at = around.now >= lease.rebindAt ? 'rebinding' : 'renewing'
  const asking = phase.at === at ? phase.asking : anew(around)
  return ask({ ...state, phase: { at, lease, asking } }, around)
}

function expired(state: LeaseState, { address }: Lease, around: Surroundings): Stepped {
  const message = `the lease of ${address} ran out before a DHCP server renewed it`
  const next = select({ ...state, shortage: { code: 'expired', message } }, around, address)
  return { state: next.state, actions: [{ do: 'drop', address }, ...next.actions] }
}

function end(state: LeaseState, around: Surroundings): Stepped {
  const { phase } = state
  const over: LeaseState = { ...state, phase: { at: 'over' }, alarmAt: null }
  if (!('lease' in phase)) {
    const held = heldIn(phase)
    return { state: over, actions: held === null ? [] : [{ do: 'drop', address: held }] }
  }
  const { address, server } = phase.lease
  const release = draft('release', around, { server, clientAddress: address })
  return {
    state: over,
    actions: [
      // Its own address speaks only where it is on the adapter already.
      { do: 'send', draft: release, to: server, from: phase.at === 'checking' ? null : address },
      { do: 'drop', address },
    ],
  }
}

function select(state: LeaseState, around: Surroundings, last: string | null): Stepped {
  const shortage = state.shortage ?? IDLE.shortage
  return ask({ ...state, shortage, phase: { at: 'selecting', asking: anew(around), last } }, around)
}

function bind(state: LeaseState, lease: Lease): Stepped {
  return {
    state: { ...state, phase: { at: 'bound', lease }, shortage: null, alarmAt: lease.renewAt, failures: 0 },
    actions: [{ do: 'hold', lease }],
  }
}

function rest(
  state: LeaseState,
  shortage: { code: ShortageCode; message: string },
  { now, roll, timing }: Surroundings,
  leastMs = 0,
): Stepped {
  const grown = Math.min(timing.restMs * 2 ** Math.min(state.failures, 16), timing.longestRestMs)
  const alarmAt = now + Math.max(leastMs, Math.round(grown * (0.75 + roll / 2)))
  return { state: { phase: { at: 'resting' }, shortage, alarmAt, failures: state.failures + 1 }, actions: [] }
}
