/**
 * Every host as the idle check-in needs it, in memory: so that the call made most often costs no statement.
 * A copy, never the truth: rebuilt at start, and row by row after each commit that changes a host.
 */

import type { SignedTicket } from '~/protocol/ticket'

export type BoardLifecycle = 'pending-approval' | 'active' | 'quarantined' | 'retired'

export interface BoardHost {
  id: string
  credentialHash: string
  lifecycle: BoardLifecycle
  wantedGeneration: number
  wantedHash: string | null
  wantedRevision: number
  /** The ticket as it is served, or null before the first. */
  ticket: SignedTicket | null
  boot: string | null
  reportSeq: number
  appliedGeneration: number
  /** Milliseconds since 1970, by the server's clock; 0 when never. */
  lastSeenMs: number
  /** Heard since the last batched write. */
  seenDirty: boolean
}

export interface HostBoard {
  byId(id: string): BoardHost | undefined
  byCredentialHash(hash: string): BoardHost | undefined
  /** Adds or replaces. Fields of the newer generation win. */
  put(host: BoardHost): void
  remove(id: string): void
  all(): Iterable<BoardHost>
  readonly size: number
}

export function createHostBoard(): HostBoard {
  const hosts = new Map<string, BoardHost>()
  const byCredential = new Map<string, BoardHost>()
  function remove(id: string) {
    const known = hosts.get(id)
    if (!known) return
    hosts.delete(id)
    if (byCredential.get(known.credentialHash) === known) byCredential.delete(known.credentialHash)
  }
  return {
    byId: (id) => hosts.get(id),
    byCredentialHash: (hash) => byCredential.get(hash),
    put(host) {
      remove(host.id)
      hosts.set(host.id, host)
      byCredential.set(host.credentialHash, host)
    },
    remove,
    all: () => hosts.values(),
    get size() {
      return hosts.size
    },
  }
}
