/** How often to look, so that looking costs no more than its share of a core: what took long is done less often. Pure. */

const SOONEST_MS = 2_000
const LATEST_MS = 60_000
/** The bar is 0.2 %; the rest is for what the agent makes of a look. */
const SHARE_OF_A_CORE = 0.0013
/** One long look, such as the first, shall not make the next late. */
const WEIGHT_OF_LAST = 0.3

export class Pace {
  private costMs: number | null = null

  get nextMs(): number {
    return Math.min(LATEST_MS, Math.max(SOONEST_MS, Math.round((this.costMs ?? 0) / SHARE_OF_A_CORE)))
  }

  /** @param costMs milliseconds of processor that a look took */
  took(costMs: number): void {
    this.costMs = this.costMs === null ? 0 : this.costMs + (costMs - this.costMs) * WEIGHT_OF_LAST
  }
}
