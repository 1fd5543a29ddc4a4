import { expect, test } from 'vitest'
import { rowToGoTo } from './row-keys'

const rows = ['first', 'second', 'third']

test('the arrows go from row to row and stop at the ends', () => {
  expect(rowToGoTo('ArrowDown', rows, 'first')).toBe('second')
  expect(rowToGoTo('j', rows, 'first')).toBe('second')
  expect(rowToGoTo('ArrowDown', rows, 'third')).toBeNull()
  expect(rowToGoTo('k', rows, 'first')).toBeNull()
  expect(rowToGoTo('End', rows, 'first')).toBe('third')
})

test('other keys keep their meaning', () => {
  expect(rowToGoTo('x', rows, 'first')).toBeNull()
})
