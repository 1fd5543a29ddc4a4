/** What a session holds, wherever it comes from: a DHCP server or a pool of the farm. */

import type { Shortage } from './shortage'

/** In instants of the host's own clock (milliseconds since 1970). */
export interface Lease {
  address: string
  /** The pool's network, where it comes from one. */
  network?: string
  /** The DHCP server that gave it; 0.0.0.0 for the farm. */
  server: string
  renewAt: number
  rebindAt: number
  expiresAt: number
}

export interface Held {
  /** The address that is ready for use; null for none. */
  address: string | null
  lease: Lease | null
  /** Null while there is an address. */
  shortage: Shortage | null
}

/** What is done on the machine itself. */
export interface AddressWork {
  /** Before an address is used. */
  isTaken(address: string): Promise<boolean>
  /** Puts it on the adapter, or makes it stay, until the lease ends. */
  hold(lease: Lease): Promise<void>
  drop(address: string): Promise<void>
}

/**
 * Called twice for a new lease: before its address is on the adapter, so that a crash leaves none that nobody knows of,
 * and after.
 */
export type Keep = (held: Held) => Promise<void>

/** Holds one session's address. */
export interface AddressHolder {
  readonly held: Held
  /** @param held whether the last lease's address is on the adapter still */
  start(last: Lease | null, held: boolean): void
  /** Gives the address back. */
  release(): Promise<void>
  /** Leaves the lease as it is, for the next start. */
  leave(): void
  /** Gives back a lease of a session that ended while nobody looked. */
  giveBack(lease: Lease): Promise<void>
}
