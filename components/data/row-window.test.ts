import { describe, expect, it } from 'vitest'
import { windowOf } from './row-window'

const TEN = Array.from({ length: 10 }, () => 100)

describe('what is drawn of a long list', () => {
  it('is what lies between two places, with the room of the rest', () => {
    expect(windowOf(TEN, 250, 450)).toEqual({ from: 2, to: 5, above: 200, below: 500 })
    expect(windowOf(TEN, 200, 400)).toEqual({ from: 2, to: 4, above: 200, below: 600 })
  })
  it('is never nothing while there are rows', () => {
    expect(windowOf(TEN, -900, -500)).toEqual({ from: 0, to: 1, above: 0, below: 900 })
    expect(windowOf(TEN, 5_000, 6_000)).toEqual({ from: 9, to: 10, above: 900, below: 0 })
    expect(windowOf([], 0, 500)).toEqual({ from: 0, to: 0, above: 0, below: 0 })
  })
  it('leaves the height of the whole as it is, whatever is looked at', () => {
    const heights = [30, 410, 90, 205, 41, 380]
    const whole = heights.reduce((sum, height) => sum + height)
    for (let top = -100; top < whole + 100; top += 37) {
      const { from, to, above, below } = windowOf(heights, top, top + 200)
      const drawn = heights.slice(from, to).reduce((sum, height) => sum + height, 0)
      expect(above + drawn + below).toBe(whole)
    }
  })
})
