import { expect, test } from 'vitest'
import { compareFields } from './compare-fields'

test('a field that changed stands beside what it was; one that stayed is told apart', () => {
  expect(compareFields({ role: 'auditor', disabled: false }, { role: 'admin', disabled: false })).toEqual([
    { path: 'role', before: 'auditor', after: 'admin', same: false },
    { path: 'disabled', before: 'false', after: 'false', same: true },
  ])
})

test('what was made or removed has one side only', () => {
  expect(compareFields(null, { tags: ['a'] })).toEqual([
    { path: 'tags.0', before: null, after: 'a', same: false },
  ])
  expect(compareFields({ ou: null }, null)).toEqual([
    { path: 'ou', before: 'null', after: null, same: false },
  ])
})

test('an empty list and a bare value are values too', () => {
  expect(compareFields({ tags: [] }, 'gone').map(({ path, before, after }) => [path, before, after])).toEqual(
    [
      ['tags', '[]', null],
      ['', null, 'gone'],
    ],
  )
})
