/** The sockets of sessions, looked at as often as the cost allows, and at once where sessions came or went. */

import type { ReportedSocket } from '~/protocol/report'
import type { Clock } from '../../clock'
import { SELF_TEST_NAME } from './filter/compile-list'
import { Pace, paced } from './pace'
import { SocketWatch } from './sockets'

/** The bar is 0.2 % for all that looking costs; the rest is for sessions, and for what the agent makes of a look. */
const LIMITS = { share: 0.0002, soonestMs: 2_000, latestMs: 90_000 }
/** A session that has just begun opens its sockets now: so many looks follow without a rest. */
const EAGER_LOOKS = 4

export class PacedSockets {
  private readonly watch = new SocketWatch()
  private readonly pace = new Pace(LIMITS)
  private found: ReportedSocket[][] = []
  private subject = ''
  private eager = 0
  private dueAt = Number.NEGATIVE_INFINITY

  constructor(private readonly clock: Clock) {}

  /** As `SocketWatch.look`, but for the agent's own test; the very same arrays where the next look is not due. */
  async of(
    sessions: readonly string[],
    membersOf: () => Promise<readonly (readonly number[])[]>,
  ): Promise<ReportedSocket[][]> {
    const subject = sessions.join('\n')
    const now = this.clock.now()
    if (subject !== this.subject) this.eager = EAGER_LOOKS
    else if (now < this.dueAt && this.eager <= 0) return this.found
    this.subject = subject
    this.eager--
    if (sessions.length === 0) return []
    const found = await paced(this.pace, () => this.watch.look(sessions, membersOf))
    this.found = found.map((sockets) => sockets.filter(({ program }) => program !== SELF_TEST_NAME))
    this.dueAt = now + this.pace.nextMs
    return this.found
  }
}
