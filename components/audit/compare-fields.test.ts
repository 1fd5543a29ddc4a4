import { expect, test } from 'vitest'
import { compareFields, type RecordedLine } from './compare-fields'

/** `*` before what the other side has none like. */
const written = (lines: RecordedLine[] | null) =>
  lines?.map(({ text, differs }) => (differs ? `*${text}` : text)) ?? null
const compared = (was: unknown, is: unknown) =>
  compareFields(was, is).map(({ path, before, after }) => [path, written(before), written(after)])

test('a field that changed stands beside what it was; one that stayed is told apart', () => {
  expect(compared({ role: 'auditor', disabled: false }, { role: 'admin', disabled: false })).toEqual([
    ['role', ['*auditor'], ['*admin']],
    ['disabled', ['false'], ['false']],
  ])
})

test('what was made or removed has one side only', () => {
  expect(compared(null, { tags: ['a'] })).toEqual([['tags', null, ['*a']]])
  expect(compared({ ou: null }, null)).toEqual([['ou', ['*null'], null]])
})

test('a list stands together, and only the entries that came or went are told apart', () => {
  expect(compared({ programs: ['a', 'b', 'c'] }, { programs: ['b', 'c', 'd'] })).toEqual([
    ['programs', ['*a', 'b', 'c'], ['b', 'c', '*d']],
  ])
  expect(compared({ order: ['a', 'b'] }, { order: ['b', 'a'] })).toEqual([
    ['order', ['*a', '*b'], ['*b', '*a']],
  ])
  expect(compared([{ name: 'a' }], [{ name: 'b' }])).toEqual([['0.name', ['*a'], ['*b']]])
})

test('a change that is recorded within an entry has its before and after side by side', () => {
  const setting = { id: 'programs', added: ['b'], before: ['a'], after: ['a', 'b'] }
  expect(compared({ revision: 2 }, { revision: 3, settings: [setting] })).toEqual([
    ['revision', ['*2'], ['*3']],
    ['settings.0', ['a'], ['a', '*b']],
    ['settings.0.id', null, ['*programs']],
    ['settings.0.added', null, ['*b']],
  ])
})

test('an empty list and a bare value are values too', () => {
  expect(compared({ tags: [] }, 'gone')).toEqual([
    ['tags', ['*[]'], null],
    ['', null, ['*gone']],
  ])
})
