/** What of a stack of chunks is drawn, and how much room the others take above and below it. */
export interface RowWindow {
  from: number
  to: number
  above: number
  below: number
}

/** Chunks on one another. Where each of them ends is kept, so that a look at a long list is no walk along it. */
export class RowStack {
  readonly #heights: Float64Array
  readonly #ends: Float64Array

  constructor(heights: readonly number[]) {
    this.#heights = new Float64Array(heights)
    this.#ends = new Float64Array(heights.length)
    this.#add()
  }

  /** Gives chunks other heights, by their place. Whether any of them had another one. */
  resize(heights: ReadonlyMap<number, number>): boolean {
    const news = [...heights].filter(([place, height]) => this.#heights[place] !== height)
    for (const [place, height] of news) this.#heights[place] = height
    if (news.length > 0) this.#add()
    return news.length > 0
  }

  /** The chunks that lie between two places, measured from the top of the first; the nearest one where none does. */
  between(top: number, bottom: number): RowWindow {
    const count = this.#ends.length
    const first = Math.min(
      this.#firstWhere((end) => end > top),
      count - 1,
    )
    const from = Math.max(first, 0)
    const last = this.#firstWhere((end) => end >= bottom)
    const to = Math.min(Math.max(from, last) + 1, count)
    return { from, to, above: this.#end(from - 1), below: this.#end(count - 1) - this.#end(to - 1) }
  }

  #add(): void {
    let end = 0
    for (const [place, height] of this.#heights.entries()) {
      end += height
      this.#ends[place] = end
    }
  }

  #end(place: number): number {
    return this.#ends[place] ?? 0
  }

  /** The first chunk whose end is so, as all that follow it; their number when there is none. */
  #firstWhere(is: (end: number) => boolean): number {
    let low = 0
    let high = this.#ends.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (is(this.#end(middle))) high = middle
      else low = middle + 1
    }
    return low
  }
}
