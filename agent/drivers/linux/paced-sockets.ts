/** The sockets of sessions, looked at as often as the cost allows, and at once where sessions came or went. */

import type { ReportedSocket } from '~/protocol/report'
import type { Clock } from '../../clock'
import { SELF_TEST_NAME } from './filter/compile-list'
import { Pace, processorMs } from './pace'
import { SocketWatch } from './sockets'

/** The bar is 0.2 % for all that looking costs; the rest is for sessions. */
const LIMITS = { share: 0.0003, soonestMs: 2_000, latestMs: 75_000 }
/** A session that has just begun opens its sockets now: so many looks follow without a rest. */
const EAGER_LOOKS = 4

export class PacedSockets {
  private readonly watch = new SocketWatch()
  private readonly pace = new Pace(LIMITS)
  private found: ReportedSocket[][] = []
  private subject = ''
  private eager = 0
  private lookedAt = Number.NEGATIVE_INFINITY
  /** What the process had spent when the last look began; null once that look is paid. */
  private spentMs: number | null = null

  constructor(private readonly clock: Clock) {}

  /** As `SocketWatch.look`, but for the agent's own test; the very same arrays where the next look is not due. */
  async of(
    sessions: readonly string[],
    membersOf: () => Promise<readonly (readonly number[])[]>,
  ): Promise<ReportedSocket[][]> {
    this.payLook()
    const subject = sessions.join('\n')
    const now = this.clock.now()
    if (subject !== this.subject) this.eager = EAGER_LOOKS
    else if (now < this.lookedAt + this.pace.nextMs && this.eager <= 0) return this.found
    this.subject = subject
    this.eager--
    if (sessions.length === 0) return []
    this.spentMs = processorMs()
    this.lookedAt = now
    const found = await this.watch.look(sessions, membersOf)
    this.found = found.map((sockets) => sockets.filter(({ program }) => program !== SELF_TEST_NAME))
    return this.found
  }

  /** With what was made of it up to now: a look that finds much is cheap beside telling the server. */
  private payLook(): void {
    if (this.spentMs !== null) this.pace.took(processorMs() - this.spentMs)
    this.spentMs = null
  }
}
