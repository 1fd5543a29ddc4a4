/** What really happened on a simulated host: a line for each event, written before it happens, outliving the agent. */

import { appendFileSync, existsSync, readFileSync } from 'node:fs'

export type Event =
  | { is: 'logon'; id: number; at: number }
  | { is: 'logoff'; id: number; at: number }
  /** An agent began: what the one before it saw last may be lost with it. */
  | { is: 'starts'; at: number }
  /** The agent saw the sessions as they are. */
  | { is: 'look'; at: number }
  /** The session holds this address from now on. */
  | { is: 'holds'; id: number; address: string; network: string; at: number }

export class TruthLog {
  constructor(private readonly path: string) {}

  add(event: Event): void {
    appendFileSync(this.path, `${JSON.stringify(event)}\n`)
  }

  read(): Event[] {
    if (!existsSync(this.path)) return []
    const lines = readFileSync(this.path, 'utf8').split('\n')
    // A kill may have cut the last one.
    return lines.flatMap((line) => {
      try {
        return [JSON.parse(line) as Event]
      } catch {
        return []
      }
    })
  }
}

export interface TrueSession {
  id: number
  logonAt: number
  /** Null while it is open. */
  logoffAt: number | null
  /** By then an agent had written its end down; null where none came so far. */
  toldBy: number | null
  /** The addresses that it held, in their order. */
  addresses: string[]
}

/**
 * An agent writes down what it saw before the loop that tells of it looks again; another loop looks now and then as
 * well. So at the third look of one agent its first is written down.
 */
const LOOKS = 3

export function sessionsOf(events: readonly Event[]): TrueSession[] {
  const sessions = new Map<number, TrueSession>()
  const looks = new Map<number, number>()
  for (const event of events) {
    if (event.is === 'logon') {
      const { id, at } = event
      sessions.set(id, { id, logonAt: at, logoffAt: null, toldBy: null, addresses: [] })
    } else if (event.is === 'look') {
      for (const session of sessions.values()) {
        if (session.logoffAt === null || session.toldBy !== null) continue
        const seen = (looks.get(session.id) ?? 0) + 1
        looks.set(session.id, seen)
        if (seen === LOOKS) session.toldBy = event.at
      }
    } else if (event.is === 'starts') {
      looks.clear()
    } else {
      const session = sessions.get(event.id)
      if (session && event.is === 'logoff') session.logoffAt = event.at
      if (session && event.is === 'holds') session.addresses.push(event.address)
    }
  }
  return [...sessions.values()]
}
