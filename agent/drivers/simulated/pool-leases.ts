/** Virtual IPs that a simulated host asks the farm's pools for: one for each session, as its values in force say. */

import type { LeaseOutput } from '~/protocol/lease'
import type { Alarm, Clock } from '../../clock'
import type { Shortage } from '../../leases/shortage'
import { messageOf } from '../../log'
import type { SimulatedSession } from './world'

export interface LeaseDesk {
  lease(session: SimulatedSession, pool: string): Promise<LeaseOutput>
  release(session: SimulatedSession): Promise<void>
}

const RETRY_MS = 10_000
const ASKING: Shortage = { code: 'asking', message: 'an address of the pool is being asked for' }

export class PoolLeases {
  private readonly held = new Map<number, { address: string; network: string }>()
  private readonly missing = new Map<number, Shortage>()
  private readonly asking = new Set<number>()
  private retry: Alarm | null = null
  private desk: LeaseDesk | null = null

  constructor(
    private readonly clock: Clock,
    private readonly onChange: () => void,
  ) {}

  use(desk: LeaseDesk): void {
    this.desk = desk
  }

  of(session: SimulatedSession): { address: string; network: string } | null {
    return this.held.get(session.id) ?? null
  }

  /** Why a session has none. */
  why({ id }: SimulatedSession): Shortage {
    return this.missing.get(id) ?? ASKING
  }

  /** Asks for what is missing and gives back what is not wanted any more. `pool` null: addresses come from elsewhere. */
  follow(sessions: readonly SimulatedSession[], pool: string | null): void {
    const open = new Set(sessions.map(({ id }) => id))
    for (const id of this.held.keys()) if (!open.has(id)) this.held.delete(id)
    for (const id of this.missing.keys()) if (!open.has(id)) this.missing.delete(id)
    for (const session of sessions) {
      if (pool !== null && !this.held.has(session.id)) void this.ask(session, pool)
      if (pool === null && this.held.delete(session.id))
        void this.desk?.release(session).catch(() => undefined)
    }
  }

  stop(): void {
    this.retry?.cancel()
    this.retry = null
  }

  private async ask(session: SimulatedSession, pool: string): Promise<void> {
    if (!this.desk || this.asking.has(session.id)) return
    this.asking.add(session.id)
    try {
      const answer = await this.desk.lease(session, pool)
      if (answer.granted) {
        this.held.set(session.id, { address: answer.address, network: answer.network })
        this.missing.delete(session.id)
        this.onChange()
        return
      }
      this.lacks(session, { code: answer.reason, message: answer.message })
      if (answer.reason !== 'session-ended' && answer.reason !== 'not-virtualised') this.later()
    } catch (error) {
      // The server is away, or busy: the session goes without until it answers.
      const message = `the farm cannot be asked for an address of the pool: ${messageOf(error).slice(0, 200)}`
      this.lacks(session, { code: 'no-answer', message })
      this.later()
    } finally {
      this.asking.delete(session.id)
    }
  }

  private lacks({ id }: SimulatedSession, shortage: Shortage): void {
    const before = this.missing.get(id)
    this.missing.set(id, shortage)
    if (before?.code !== shortage.code) this.onChange()
  }

  private later(): void {
    this.retry ??= this.clock.after(RETRY_MS, () => {
      this.retry = null
      this.onChange()
    })
  }
}
