import { expect, test } from 'vitest'
import { SCREENS } from './screens'

test('each screen has a letter of its own, and none that means something else', () => {
  const letters = SCREENS.map(({ letter }) => letter)
  expect(new Set(letters).size).toBe(SCREENS.length)
  for (const taken of ['g', 'j', '/', '?']) expect(letters).not.toContain(taken)
})
