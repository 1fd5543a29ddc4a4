import { expect, test } from 'vitest'
import { createCheckedCookies } from './checked-cookies'

test('a cookie names its own sign-in, and another none', () => {
  const cookies = createCheckedCookies()
  cookies.add('a=1', 'first')
  cookies.add('a=2', 'second')
  expect(cookies.get('a=1')).toBe('first')
  expect(cookies.get('a=2')).toBe('second')
  expect(cookies.get('a=1 ')).toBeUndefined()
})

test('however many cookies come, no more than the most are kept, and the newest among them', () => {
  const cookies = createCheckedCookies(3)
  for (let each = 0; each < 10; each++) cookies.add(`a=${each}`, `sign-in ${each}`)
  const kept = Array.from({ length: 10 }, (_, each) => cookies.get(`a=${each}`)).filter(Boolean)
  expect(kept).toEqual(['sign-in 7', 'sign-in 8', 'sign-in 9'])
})
