import { expect, test } from 'vitest'
import { gridStep } from './grid-step'

test('the arrows stay within the grid', () => {
  expect(gridStep('ArrowRight', 0, 20, 16)).toBe(1)
  expect(gridStep('ArrowDown', 2, 20, 16)).toBe(18)
  expect(gridStep('ArrowDown', 5, 20, 16)).toBeNull()
  expect(gridStep('ArrowLeft', 0, 20, 16)).toBeNull()
  expect(gridStep('End', 17, 20, 16)).toBe(19)
  expect(gridStep('Home', 17, 20, 16)).toBe(16)
  expect(gridStep('a', 1, 20, 16)).toBeNull()
})
