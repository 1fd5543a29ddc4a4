import { expect, test } from 'vitest'
import type { Column } from './column'
import { shownCsv } from './shown-csv'

const columns: Column<string[]>[] = ['One', 'Two'].map((label, at) => ({
  key: label,
  label,
  cell: (row) => row[at],
  text: (row) => row[at] ?? '',
}))

test('quotes what CSV must, and leaves the rest', () => {
  expect(shownCsv(columns, [['a,b', 'say "no"']])).toBe('One,Two\r\n"a,b","say ""no"""\r\n')
})

test('no cell is a formula to a spreadsheet; numbers stay numbers', () => {
  expect(shownCsv(columns, [['=1+1', '-5']])).toBe("One,Two\r\n'=1+1,-5\r\n")
})

test.each(['\t=1+1', '\r=1+1', '\n=1+1', '  =1+1', '\u00a0+1', '\u200b@SUM(A1)', '\uff1d1+1', '-2+3'])(
  '%j is told as text',
  (text) => {
    expect(
      shownCsv(columns, [[text, '']])
        .slice('One,Two\r\n'.length)
        .replace(/^"/, ''),
    ).toMatch(/^'/)
  },
)
