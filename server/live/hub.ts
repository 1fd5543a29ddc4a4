/** Events inside this process, for whoever is looking: which rows changed, never the rows themselves. */

import { randomUUID } from 'node:crypto'

export type LiveEvent =
  /** `sockets` is false where none of them can have changed. */
  | { kind: 'session'; id: string; sockets?: false }
  | { kind: 'host'; id: string }
  | { kind: 'pool'; id: string }
  /** How full the pools are was noted. */
  | { kind: 'pool-use' }
  | { kind: 'discrepancies' }
  | { kind: 'revision'; revision: number }
  | { kind: 'rollout'; id: string }
  /** A publish that wants a second person was asked for, or decided. */
  | { kind: 'request'; id: string }

export interface LiveHub {
  publish(events: readonly LiveEvent[]): void
  /** Returns the way to stop. A listener that throws is dropped, not the event. */
  subscribe(listener: (events: readonly LiveEvent[]) => void): () => void
  /** Where the count of events stands: the id of what a stream sends next. */
  place(): string
  /** What happened after a place; null where nobody can tell: another process counted, or it is too long ago. */
  since(place: string): readonly LiveEvent[] | null
}

/** A screen that was away for a minute of a logon storm still gets what it missed. */
const KEPT_EVENTS = 20_000

export function createLiveHub(kept = KEPT_EVENTS): LiveHub {
  const listeners = new Set<(events: readonly LiveEvent[]) => void>()
  const count = randomUUID().slice(0, 8)
  const past: LiveEvent[] = []
  let last = 0
  return {
    publish(events) {
      if (events.length === 0) return
      for (const event of events) past[last++ % kept] = event
      for (const listener of listeners) {
        try {
          listener(events)
        } catch {
          listeners.delete(listener)
        }
      }
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    place: () => `${count}.${last}`,
    since(place) {
      const [by, at] = place.split('.')
      const from = Number(at)
      if (by !== count || !Number.isSafeInteger(from) || from > last || from < last - kept) return null
      return Array.from({ length: last - from }, (_, index) => past[(from + index) % kept] as LiveEvent)
    },
  }
}
