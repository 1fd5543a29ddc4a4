/** How often to do what costs: so seldom that it keeps to its share of a core. */

/** The cheapest of the last so many counts: code that is cold, and other work in the process, make single ones dearer. */
const COUNTED = 4

export interface PaceLimits {
  /** Of one core, such as 0.001. */
  share: number
  soonestMs: number
  latestMs: number
}

export class Pace {
  private readonly costs: number[] = []

  constructor(private readonly limits: PaceLimits) {}

  get nextMs(): number {
    const { share, soonestMs, latestMs } = this.limits
    const cost = this.costs.length === 0 ? 0 : Math.min(...this.costs)
    return Math.min(latestMs, Math.max(soonestMs, Math.round(cost / share)))
  }

  /** @param costMs milliseconds of processor that it took this time */
  took(costMs: number): void {
    this.costs.push(costMs)
    if (this.costs.length > COUNTED) this.costs.shift()
  }
}

/** Runs it, and lets the pace know what it cost. */
export async function paced<T>(pace: Pace, work: () => Promise<T>): Promise<T> {
  const before = processorMs()
  const done = await work()
  pace.took(processorMs() - before)
  return done
}

/** What this process has spent so far, its helping threads included. */
export function processorMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}
