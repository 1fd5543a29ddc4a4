/** From what a server says to a lease. Pure. */

import type { DhcpMessage } from '~/formats/dhcp/message'
import type { Lease } from '../../../leases/held'

/** 0xffffffff means for ever; a year of ours is as good, and fits the clocks. */
const LONGEST_SECONDS = 31_536_000

/**
 * What an acknowledgement gives; null where it gives nothing to use. RFC 2131 4.4.5: T1 is half of the lease and T2 seven
 * eighths, where the server does not say, or says what makes no sense.
 */
export function leaseOf(message: DhcpMessage, now: number): Lease | null {
  const { yourAddress: address, server, leaseSeconds } = message
  if (address === null || server === undefined || !leaseSeconds || !isUsable(address)) return null
  const whole = Math.min(leaseSeconds, LONGEST_SECONDS)
  const rebind = within(message.rebindSeconds, whole) ?? whole * 0.875
  const renew = within(message.renewSeconds, rebind) ?? Math.min(whole / 2, rebind)
  const at = (seconds: number) => now + Math.round(seconds * 1000)
  return { address, server, renewAt: at(renew), rebindAt: at(rebind), expiresAt: at(whole) }
}

const within = (seconds: number | undefined, most: number): number | undefined =>
  seconds !== undefined && seconds > 0 && seconds <= most ? seconds : undefined

/** An address that one host can have in a network: no loopback, no group, no broadcast, not 0. */
export function isUsable(address: string): boolean {
  const [first = 0] = address.split('.').map(Number)
  return first > 0 && first !== 127 && first < 224
}
