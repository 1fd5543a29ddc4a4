/** Virtual IPs that a simulated host asks the farm's pools for: one for each session, as its values in force say. */

import type { LeaseOutput } from '~/protocol/lease'
import type { Alarm, Clock } from '../../clock'
import type { SimulatedSession } from './world'

export interface LeaseDesk {
  lease(session: SimulatedSession, pool: string): Promise<LeaseOutput>
  release(session: SimulatedSession): Promise<void>
}

const RETRY_MS = 10_000

export class PoolLeases {
  private readonly held = new Map<number, { address: string; network: string }>()
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

  /** Asks for what is missing and gives back what is not wanted any more. `pool` null: addresses come from elsewhere. */
  follow(sessions: readonly SimulatedSession[], pool: string | null): void {
    const open = new Set(sessions.map(({ id }) => id))
    for (const id of this.held.keys()) if (!open.has(id)) this.held.delete(id)
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
        this.onChange()
      } else if (answer.reason !== 'session-ended' && answer.reason !== 'not-virtualised') this.later()
    } catch {
      // The server is away, or busy: the session goes without until it answers.
      this.later()
    } finally {
      this.asking.delete(session.id)
    }
  }

  private later(): void {
    this.retry ??= this.clock.after(RETRY_MS, () => {
      this.retry = null
      this.onChange()
    })
  }
}
