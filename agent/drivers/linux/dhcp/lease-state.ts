/** What a lease's life is made of: its phases, what happens to it, and what is to be done about it. */

import type { DhcpMessage } from '~/formats/dhcp/message'
import type { Lease } from '../../../leases/held'
import type { Shortage } from '../../../leases/shortage'
import type { Timing } from './timing'

export type Asking = { xid: number; since: number; tries: number }
export type Phase =
  | { at: 'selecting'; asking: Asking; last: string | null }
  | { at: 'requesting'; asking: Asking; offer: { address: string; server: string } }
  /** After a restart: may we have that address again? */
  | { at: 'rebooting'; asking: Asking; address: string; held: boolean }
  /** Does anybody use it? */
  | { at: 'checking'; lease: Lease }
  | { at: 'bound'; lease: Lease }
  | { at: 'renewing' | 'rebinding'; lease: Lease; asking: Asking }
  /** Nobody offered anything: is there a server at all? */
  | { at: 'inquiring'; asking: Asking }
  | { at: 'resting' }
  | { at: 'over' }

export type AskingPhase = Extract<Phase, { asking: Asking }>

export interface LeaseState {
  phase: Phase
  /** Null while there is an address. */
  shortage: Shortage | null
  /** When to call again with `alarm`, whatever else happens; null for never. */
  alarmAt: number | null
  /** Rounds without an address, one after the other. */
  failures: number
}

export type LeaseEvent =
  | { is: 'start'; last: Lease | null; held: boolean }
  | { is: 'heard'; message: DhcpMessage }
  | { is: 'alarm' }
  | { is: 'checked'; address: string; taken: boolean }
  /** The address could not be put on the adapter. */
  | { is: 'unusable'; why: string }
  | { is: 'stop' }

export type Draft = Pick<DhcpMessage, 'kind' | 'xid' | 'secs' | 'clientAddress'> &
  Partial<Pick<DhcpMessage, 'requested' | 'server'>>

export type LeaseAction =
  /** `to` null is everybody; `from` is the leased address where the server is asked directly. */
  | { do: 'send'; draft: Draft; to: string | null; from: string | null }
  | { do: 'check'; address: string }
  /** Put the address on the adapter until the lease ends; or make it stay until then. */
  | { do: 'hold'; lease: Lease }
  | { do: 'drop'; address: string }

export interface Surroundings {
  now: number
  /** In [0, 1). */
  roll: number
  /** A fresh transaction id. */
  xid: number
  timing: Timing
}

export interface Stepped {
  state: LeaseState
  actions: LeaseAction[]
}

export const IDLE: LeaseState = {
  phase: { at: 'resting' },
  shortage: { code: 'asking', message: 'a DHCP server is being asked for an address' },
  alarmAt: null,
  failures: 0,
}

/** The address that is on the adapter in this phase. */
export function heldIn(phase: Phase): string | null {
  if (phase.at === 'rebooting') return phase.held ? phase.address : null
  return phase.at === 'bound' || phase.at === 'renewing' || phase.at === 'rebinding'
    ? phase.lease.address
    : null
}
