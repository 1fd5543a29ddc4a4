import { instantOf } from '../clock'

/** Since when each thing of each open session is seen. What vanishes is forgotten, and starts anew when it returns. */
export class FirstSeen {
  private readonly sessions = new Map<string, Map<string, string>>()

  /** The instants at which the things now seen in a session were first seen, in their order. */
  of(session: string, things: readonly string[], now: number): string[] {
    const before = this.sessions.get(session)
    const after = new Map(things.map((thing) => [thing, before?.get(thing) ?? instantOf(now)]))
    this.sessions.set(session, after)
    return things.map((thing) => after.get(thing) ?? instantOf(now))
  }

  /** Forgets the sessions that are not among the open ones. */
  keepOnly(open: ReadonlySet<string>): void {
    for (const session of this.sessions.keys()) if (!open.has(session)) this.sessions.delete(session)
  }
}
