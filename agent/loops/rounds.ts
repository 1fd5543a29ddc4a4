/** Work that is done again and again, one round at a time, each no later than somebody asked for. */

import type { Alarm, Clock } from '../clock'

export class Rounds {
  private alarm: Alarm | null = null
  private dueAt = Number.POSITIVE_INFINITY
  private busy = false
  private stopped = true
  private current: Promise<void> = Promise.resolve()

  /** @param round does the work and says in how many milliseconds the next is due; it must not reject. */
  constructor(
    private readonly clock: Clock,
    private readonly round: () => Promise<number>,
  ) {}

  /** The first round comes when it is asked for. */
  start(): void {
    this.stopped = false
  }

  /** Resolves when the round under way is over; no other begins. */
  async stop(): Promise<void> {
    this.stopped = true
    this.alarm?.cancel()
    await this.current
  }

  /** A round no later than in so many milliseconds. One that is under way does not count: it may know too little. */
  within(milliseconds: number): void {
    const dueAt = this.clock.now() + milliseconds
    if (this.stopped || dueAt >= this.dueAt) return
    this.dueAt = dueAt
    if (!this.busy) this.arm()
  }

  private arm(): void {
    this.alarm?.cancel()
    const wait = Math.max(0, this.dueAt - this.clock.now())
    this.alarm = this.clock.after(wait, () => {
      this.current = this.run()
    })
  }

  private async run(): Promise<void> {
    this.busy = true
    this.dueAt = Number.POSITIVE_INFINITY
    const wait = await this.round()
    this.busy = false
    if (this.stopped) return
    this.within(wait)
    this.arm()
  }
}
