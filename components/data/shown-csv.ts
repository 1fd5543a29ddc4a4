import type { Column } from './column'

/**
 * A spreadsheet runs a cell that begins with one of these as a formula, some also past white space, and some take the
 * full-width forms for the same signs (OWASP, CSV injection). JavaScript counts U+00A0 and U+FEFF as white space.
 */
const FORMULA = /^(?:[\t\r\n]|[\s\u200b]*[=+@\-\uff1d\uff0b\uff20\uff0d])/
const NUMBER = /^-?\d+(?:[.,]\d+)*$/
const QUOTED = /[",\r\n]/

/**
 * The rows on screen as CSV (RFC 4180), with the columns that are shown. A cell that a spreadsheet would take for a
 * formula gets an apostrophe before it.
 */
export function shownCsv<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const lines = rows.map((row) => columns.map((column) => column.text(row)))
  return [columns.map(({ label }) => label), ...lines]
    .map((cells) => `${cells.map(csvCell).join(',')}\r\n`)
    .join('')
}

function csvCell(text: string): string {
  const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text
  return QUOTED.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Hands the reader's browser a file. */
export function saveFile(name: string, type: string, text: BlobPart): void {
  const url = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}
