/**
 * How often Windows logged that it did not virtualise a program (event 110): its binds did not get their session's address.
 * Of binds that fail otherwise, such as by a port that is taken, Windows logs nothing.
 */

import type { SessionNote } from '~/protocol/report'
import type { ObservedSession } from '../driver'

/** Longer than any look goes back. */
const REMEMBERED_MS = 2 * 3_600_000

export class NotVirtualised {
  count = 0
  /** What was counted, with its instant: each look finds the events of the last hour again. */
  private readonly counted = new Map<string, number>()

  /** @param since what was logged earlier, before this agent began, is nobody's news */
  constructor(private readonly since: number) {}

  look(sessions: readonly ObservedSession[], now: number): void {
    for (const { id, logonAt, protocol, notes = [] } of sessions) {
      // These are never virtualised: no failure.
      if (protocol === 'console' || protocol === 'services') continue
      for (const note of notes) this.take(`${id}@${logonAt}`, note)
    }
    for (const [key, at] of this.counted) if (at < now - REMEMBERED_MS) this.counted.delete(key)
  }

  private take(session: string, { code, at: instant, program = '' }: SessionNote): void {
    const at = Date.parse(instant)
    const key = `${session} ${instant} ${program}`
    if (code !== 'not-virtualised' || at < this.since || this.counted.has(key)) return
    this.counted.set(key, at)
    this.count += 1
  }
}
