import { expect, test } from 'vitest'
import { type Column, shownColumns, toggleColumn } from './column'

const column = (key: string, more: Partial<Column<string>> = {}): Column<string> => ({
  key,
  label: key,
  cell: (row) => row,
  text: (row) => row,
  ...more,
})
const columns = [column('name', { fixed: true }), column('state'), column('system', { extra: true })]
const keys = (chosen: string) => shownColumns(columns, chosen).map(({ key }) => key)

test('without a choice the extra columns are left out; what names a row is never', () => {
  expect(keys('')).toEqual(['name', 'state'])
  expect(keys('system')).toEqual(['name', 'system'])
  expect(keys('nonsense')).toEqual(['name'])
})

test('a choice that comes back to the usual columns leaves the address bar', () => {
  const more = toggleColumn(columns, '', 'system')
  expect(more).toBe('name,state,system')
  expect(toggleColumn(columns, more, 'system')).toBe('')
})
