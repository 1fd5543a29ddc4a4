import { describe, expect, it } from 'vitest'
import { chooseSlice } from './choose-slice'

describe('chooseSlice', () => {
  it('takes the first run that is long enough', () => {
    expect(chooseSlice([1, 2, 4, 5, 6, 8, 9, 10], 3)).toEqual({ first: 4, last: 6 })
    expect(chooseSlice([1, 2, 3, 4], 2)).toEqual({ first: 1, last: 2 })
  })

  it('takes the longest where none is, and the earlier of two alike', () => {
    expect(chooseSlice([1, 2, 4, 6, 7], 5)).toEqual({ first: 1, last: 2 })
  })

  it('has none where nothing is free', () => {
    expect(chooseSlice([], 8)).toBeNull()
  })
})
