import { describe, expect, it } from 'vitest'
import { RowStack } from './row-window'

const TEN = new RowStack(Array.from({ length: 10 }, () => 100))

describe('what is drawn of a long list', () => {
  it('is what lies between two places, with the room of the rest', () => {
    expect(TEN.between(250, 450)).toEqual({ from: 2, to: 5, above: 200, below: 500 })
    expect(TEN.between(200, 400)).toEqual({ from: 2, to: 4, above: 200, below: 600 })
  })
  it('is never nothing while there are rows', () => {
    expect(TEN.between(-900, -500)).toEqual({ from: 0, to: 1, above: 0, below: 900 })
    expect(TEN.between(5_000, 6_000)).toEqual({ from: 9, to: 10, above: 900, below: 0 })
    expect(new RowStack([]).between(0, 500)).toEqual({ from: 0, to: 0, above: 0, below: 0 })
  })
  it('leaves the height of the whole as it is, whatever is looked at', () => {
    const heights = [30, 410, 90, 205, 41, 380]
    const whole = heights.reduce((sum, height) => sum + height)
    const stack = new RowStack(heights)
    for (let top = -100; top < whole + 100; top += 37) {
      const { from, to, above, below } = stack.between(top, top + 200)
      const drawn = heights.slice(from, to).reduce((sum, height) => sum + height, 0)
      expect(above + drawn + below).toBe(whole)
    }
  })
  it('follows a chunk that turns out higher, and says whether one did', () => {
    const stack = new RowStack([100, 100, 100, 100])
    expect(stack.resize(new Map([[1, 100]]))).toBe(false)
    expect(
      stack.resize(
        new Map([
          [1, 150],
          [3, 50],
        ]),
      ),
    ).toBe(true)
    expect(stack.between(240, 260)).toEqual({ from: 1, to: 3, above: 100, below: 50 })
    expect(stack.resize(new Map([[1, 150]]))).toBe(false)
  })
})
