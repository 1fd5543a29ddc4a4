import type { Alarm, Clock } from '~/agent/clock'

interface Due {
  at: number
  ring: () => void
}

/** Time that stands still until a test moves it. */
export class FakeClock implements Clock {
  private readonly due = new Set<Due>()

  constructor(private time = Date.parse('2026-03-01T08:00:00.000Z')) {}

  now(): number {
    return this.time
  }

  after(milliseconds: number, ring: () => void): Alarm {
    const one = { at: this.time + Math.max(0, milliseconds), ring }
    this.due.add(one)
    return { cancel: () => void this.due.delete(one) }
  }

  /** Moves on and rings what falls due on the way, in its order; what a ring sets for the same span rings too. */
  advance(milliseconds: number): void {
    const end = this.time + milliseconds
    for (;;) {
      const [next] = [...this.due].filter((one) => one.at <= end).sort((one, other) => one.at - other.at)
      if (!next) break
      this.due.delete(next)
      this.time = Math.max(this.time, next.at)
      next.ring()
    }
    this.time = end
  }

  /** How long until the next alarm, in milliseconds; undefined without one. */
  get nextIn(): number | undefined {
    const times = [...this.due].map((one) => one.at - this.time)
    return times.length === 0 ? undefined : Math.min(...times)
  }
}
