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
  /** Adds or replaces. */
  put(host: BoardHost): void
  remove(id: string): void
  /** Says that a host's fields were changed in place. Signs of life are no such change. */
  changed(id: string): void
  /** A host that goes on being known, as something else: in between, its agent is not told that nobody knows its key. */
  become(id: string, lifecycle: BoardLifecycle): void
  /** A point in the board's own time. Take it before reading rows to put. */
  mark(): number
  /** True when the host was put, changed or removed since: rows read before then may be older than the board. */
  isChangedSince(id: string, mark: number): boolean
  /** Those that were put, changed or removed since. */
  changedSince(mark: number): string[]
  all(): Iterable<BoardHost>
  readonly size: number
}

export function createHostBoard(): HostBoard {
  const hosts = new Map<string, BoardHost>()
  const byCredential = new Map<string, BoardHost>()
  // Of removed hosts too: a row read before the removal must not bring one back.
  const changedAt = new Map<string, number>()
  let time = 0
  function changed(id: string) {
    time += 1
    changedAt.set(id, time)
  }
  function remove(id: string) {
    changed(id)
    const known = hosts.get(id)
    if (!known) return
    hosts.delete(id)
    if (byCredential.get(known.credentialHash) === known) byCredential.delete(known.credentialHash)
  }
  return {
    byId: (id) => hosts.get(id),
    byCredentialHash: (hash) => byCredential.get(hash),
    put(host) {
      changed(host.id)
      const known = hosts.get(host.id)
      if (known && byCredential.get(known.credentialHash) === known) byCredential.delete(known.credentialHash)
      // One object for each host as long as it is known: a request that holds it sees the change.
      const kept = known ? Object.assign(known, host) : host
      hosts.set(host.id, kept)
      byCredential.set(host.credentialHash, kept)
    },
    remove,
    changed,
    become(id, lifecycle) {
      const known = hosts.get(id)
      if (known) known.lifecycle = lifecycle
      changed(id)
    },
    mark: () => time,
    isChangedSince: (id, mark) => (changedAt.get(id) ?? 0) > mark,
    changedSince: (mark) =>
      mark === time ? [] : [...changedAt].flatMap(([id, at]) => (at > mark ? id : [])),
    all: () => hosts.values(),
    get size() {
      return hosts.size
    },
  }
}
