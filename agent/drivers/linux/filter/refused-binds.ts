/** How many binds the kernel filter has refused since the driver began, from a count that begins anew with each load. */

import type { Clock } from '../../../clock'

/** Asking the kernel takes a process. */
const ASK_EVERY_MS = 10_000

export class RefusedBinds {
  private askedAt = Number.NEGATIVE_INFINITY
  private standing: number | null = null
  private since = 0

  constructor(
    private readonly clock: Clock,
    private readonly ask: () => Promise<number>,
  ) {}

  get count(): number {
    return this.since
  }

  /** What was refused before the first look is none of the driver's. */
  async look(): Promise<void> {
    if (this.clock.now() - this.askedAt < ASK_EVERY_MS) return
    this.askedAt = this.clock.now()
    const count = await this.ask()
    if (this.standing !== null) this.since += count < this.standing ? count : count - this.standing
    this.standing = count
  }
}
