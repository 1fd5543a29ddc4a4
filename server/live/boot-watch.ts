/** Which boots spoke under each host's key, in memory: a restart of the server forgets when, and asks the rows again. */

import type { BootSighting } from '~/domain/clone'

const MOST_BOOTS = 64

export interface BootWatch {
  /** Notes a call of this boot. */
  note(hostId: string, boot: string, nowMs: number): void
  /** Boots of before this process, from the host's row. */
  learn(hostId: string, boots: readonly string[]): void
  seen(hostId: string): readonly BootSighting[]
  /** A new key: nobody else speaks under it. */
  forget(hostId: string): void
}

export function createBootWatch(): BootWatch {
  const hosts = new Map<string, Map<string, BootSighting>>()
  const of = (hostId: string) => {
    const known = hosts.get(hostId) ?? new Map<string, BootSighting>()
    hosts.set(hostId, known)
    return known
  }
  return {
    note(hostId, boot, nowMs) {
      const boots = of(hostId)
      const known = boots.get(boot)
      if (known) {
        known.lastMs = nowMs
        return
      }
      boots.set(boot, { boot, firstMs: nowMs, lastMs: nowMs })
      for (const [old] of boots) {
        if (boots.size <= MOST_BOOTS) break
        boots.delete(old)
      }
    },
    learn(hostId, boots) {
      const known = of(hostId)
      for (const boot of boots) if (!known.has(boot)) known.set(boot, { boot, firstMs: 0, lastMs: 0 })
    },
    seen: (hostId) => [...(hosts.get(hostId)?.values() ?? [])],
    forget: (hostId) => void hosts.delete(hostId),
  }
}
