/**
 * Since when each thing of each open session is seen, over restarts of the agent within one boot: an interval that an
 * agent told stays the same interval for its successor. What vanishes is forgotten, and starts anew when it returns.
 */

import { instantOf } from '../clock'
import type { Storage } from '../storage/storage'

export const FIRST_SEEN_FILE = 'first-seen.json'

type Sessions = Map<string, Map<string, string>>

export class FirstSeen {
  private changed = false

  private constructor(
    private readonly storage: Storage,
    private readonly boot: string,
    private readonly sessions: Sessions,
  ) {}

  /** A file of another boot, or one that cannot be read, holds nothing of this one's sessions. */
  static async open(storage: Storage, boot: string): Promise<FirstSeen> {
    const text = await storage.read(FIRST_SEEN_FILE).catch(() => null)
    return new FirstSeen(storage, boot, read(text ?? '', boot))
  }

  /** The instants at which the things now seen in a session were first seen, in their order. */
  of(session: string, things: readonly string[], now: number): string[] {
    const before = this.sessions.get(session)
    const after = new Map(things.map((thing) => [thing, before?.get(thing) ?? instantOf(now)]))
    this.sessions.set(session, after)
    this.changed ||= before?.size !== after.size || things.some((thing) => !before.has(thing))
    return things.map((thing) => after.get(thing) ?? instantOf(now))
  }

  /** Forgets the sessions that are not among the open ones. */
  keepOnly(open: ReadonlySet<string>): void {
    for (const session of this.sessions.keys()) {
      if (!open.has(session)) this.changed = this.sessions.delete(session)
    }
  }

  /** Writes down what changed since the last time. Call it before anybody is told of what was seen. */
  async save(): Promise<void> {
    if (!this.changed) return
    // What changes while it is written is written at the next look.
    this.changed = false
    try {
      await this.storage.writeAtomic(FIRST_SEEN_FILE, this.text())
    } catch (error) {
      this.changed = true
      throw error
    }
  }

  private text(): string {
    const sessions = [...this.sessions].map(([key, things]) => [key, Object.fromEntries(things)])
    return JSON.stringify({ boot: this.boot, sessions: Object.fromEntries(sessions) })
  }
}

function read(text: string, boot: string): Sessions {
  try {
    const kept = JSON.parse(text)
    if (kept.boot !== boot) return new Map()
    const sessions = Object.entries(kept.sessions as Record<string, Record<string, unknown>>)
    return new Map(sessions.map(([key, things]) => [key, new Map(Object.entries(things).filter(isInstant))]))
  } catch {
    return new Map()
  }
}

const isInstant = (entry: [string, unknown]): entry is [string, string] =>
  typeof entry[1] === 'string' && !Number.isNaN(Date.parse(entry[1]))
