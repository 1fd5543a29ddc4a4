/** Says that what a person may do has changed, so that what they hold open is judged anew at once. */
export interface AccessNews {
  changed(userId: string): void
  /** Returns the way to stop. */
  subscribe(userId: string, listener: () => void): () => void
}

export function createAccessNews(): AccessNews {
  const byUser = new Map<string, Set<() => void>>()
  return {
    changed(userId) {
      for (const listener of [...(byUser.get(userId) ?? [])]) listener()
    },
    subscribe(userId, listener) {
      const listeners = byUser.get(userId) ?? new Set()
      byUser.set(userId, listeners.add(listener))
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0 && byUser.get(userId) === listeners) byUser.delete(userId)
      }
    },
  }
}
