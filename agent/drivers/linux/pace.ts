/** How often to look, so that looking costs no more than its share of a core: what took long is done less often. Pure. */

const SOONEST_MS = 2_000
const LATEST_MS = 60_000
/** The bar is 0.2 %; the rest is for what the agent makes of a look. */
const SHARE_OF_A_CORE = 0.0013
/** One long look, such as those before the code is warm, shall not make the next ones late for long. */
const WEIGHT_OF_A_DEARER = 0.3
const WEIGHT_OF_A_CHEAPER = 0.6

export class Pace {
  private costMs: number | null = null

  get nextMs(): number {
    return Math.min(LATEST_MS, Math.max(SOONEST_MS, Math.round((this.costMs ?? 0) / SHARE_OF_A_CORE)))
  }

  /** @param costMs milliseconds of processor that a look took */
  took(costMs: number): void {
    const before = this.costMs
    const weight = costMs > (before ?? 0) ? WEIGHT_OF_A_DEARER : WEIGHT_OF_A_CHEAPER
    this.costMs = before === null ? 0 : before + (costMs - before) * weight
  }
}
