/** Events inside this process, for whoever is looking: which rows changed, never the rows themselves. */

export type LiveEvent =
  | { kind: 'session'; id: string }
  | { kind: 'host'; id: string }
  | { kind: 'pool'; id: string }
  | { kind: 'revision'; revision: number }
  | { kind: 'rollout'; id: string }

export interface LiveHub {
  publish(events: readonly LiveEvent[]): void
  /** Returns the way to stop. A listener that throws is dropped, not the event. */
  subscribe(listener: (events: readonly LiveEvent[]) => void): () => void
}

export function createLiveHub(): LiveHub {
  const listeners = new Set<(events: readonly LiveEvent[]) => void>()
  return {
    publish(events) {
      if (events.length === 0) return
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
  }
}
