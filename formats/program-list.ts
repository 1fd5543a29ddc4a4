/** Lists of programs as people keep them: a text file with one on each line, or a column of a CSV file. */

import { parse } from 'csv-parse/sync'
import { checkProgramEntry, MAX_LIST_ENTRIES } from '~/domain/program'
import type { SettingId } from '~/domain/settings'
import { assemble } from './import/assemble'
import { decodeText, placeAt } from './import/decode-text'
import { ImportLists } from './import/import-lists'
import { type ImportFile, type ImportResult, type Place, readingOf, unreadable } from './import/import-result'

/** The settings that a list of programs may become. */
export const LIST_SETTINGS = [
  'VirtualLoopbackPrograms',
  'VirtualIpPrograms',
  'PreferLoopbackProcesses',
  'LoopbackMasking',
] as const satisfies SettingId[]
export type ListSetting = (typeof LIST_SETTINGS)[number]

interface Row {
  entry: string
  place: Place
}

/** One policy that bears the file's name and holds the list. Lines that begin with `#` or `;` are comments, and listed. */
export function readProgramText(
  file: ImportFile,
  setting: ListSetting = 'VirtualLoopbackPrograms',
): Promise<ImportResult> {
  return readingOf(() => {
    const lists = new ImportLists()
    const rows: Row[] = []
    for (const [index, line] of textOf(file, lists)
      .split(/\r\n|\n|\r/)
      .entries()) {
      const entry = line.trim()
      const place = { file: file.name, line: index + 1, column: line.length - line.trimStart().length + 1 }
      if (entry === '') continue
      if (/^[#;]/.test(entry)) lists.leave('row', 'comment', 'a comment', place, { value: entry })
      else rows.push({ entry, place })
    }
    return policyOf(file, 'list', rows, setting, lists)
  })
}

/** The column is found by its heading, or by what stands in it. Commas, semicolons and tabs separate. */
export function readProgramCsv(
  file: ImportFile,
  setting: ListSetting = 'VirtualLoopbackPrograms',
): Promise<ImportResult> {
  return readingOf(() => {
    const lists = new ImportLists()
    const text = textOf(file, lists)
    const records = recordsOf(file.name, text)
    const [head] = records
    const headed = head?.cells.findIndex((cell) => HEADINGS.test(cell.trim())) ?? -1
    const column = headed >= 0 ? headed : programColumn(records)
    if (headed >= 0 && head) {
      for (const cell of head.cells.filter((_, index) => index !== headed)) {
        lists.leave('attribute', cell, 'a column that holds no programs', {
          file: file.name,
          line: head.line,
          column: 1,
        })
      }
    }
    const rows: Row[] = []
    for (const { cells, line } of headed >= 0 ? records.slice(1) : records) {
      const place = { file: file.name, line, column: 1 }
      const entry = cells[column]?.trim() ?? ''
      if (entry !== '') rows.push({ entry, place })
      else if (cells.some((cell) => cell.trim() !== '')) {
        lists.leave('row', 'row', 'it names no program', place, { value: cells.join(', ') })
      }
    }
    return policyOf(file, 'csv', rows, setting, lists)
  })
}

const HEADINGS =
  /^(?:programs?|process(?:es)?|process ?name|executables?|exe|image(?: ?name)?|applications?|app|name|path|programas?|procesos?|ejecutables?|aplicaci[oó]n(?:es)?|nombre)$/i

function textOf(file: ImportFile, lists: ImportLists): string {
  const { text, encoding } = decodeText(file.name, file.bytes, { ansi: true })
  if (encoding === 'windows-1252') {
    const message =
      'The file is in the code page of a machine; it was read as Western European (windows-1252).'
    lists.note('encoding', message, { file: file.name })
  }
  return text.replace(/^\ufeff/, '')
}

function recordsOf(file: string, text: string): { cells: string[]; line: number }[] {
  try {
    const records = parse(text, {
      delimiter: delimiterOf(text),
      relax_column_count: true,
      skip_empty_lines: true,
      info: true,
    }) as unknown as { record: string[]; info: { lines: number } }[]
    // The parser tells the line a record ends on.
    return records.map(({ record, info }) => ({ cells: record, line: info.lines - lineEnds(record) }))
  } catch (error) {
    const lines = typeof error === 'object' && error !== null && 'lines' in error ? Number(error.lines) : 1
    const rule = error instanceof Error ? error.message.replace(/ at line \d+.*$/, '') : 'it is no CSV'
    const start = text
      .split('\n')
      .slice(0, Math.max(0, lines - 1))
      .join('\n').length
    const place = placeAt(file, text, lines > 1 ? start + 1 : 0)
    return unreadable(
      place,
      text.slice(start, start + 60).trim(),
      rule,
      'Mend the quotation marks there, or save the list as plain text.',
    )
  }
}

const lineEnds = (cells: string[]) => cells.join('').split('\n').length - 1

/** Excel writes what its country uses: the separator that the first line has most of. */
function delimiterOf(text: string): string {
  const first = text.split('\n', 1)[0] ?? ''
  const counts = [',', ';', '\t'].map((mark) => ({ mark, count: first.split(mark).length }))
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).mark
}

/** The column in which most cells look like executables; the first where none does. */
function programColumn(records: { cells: string[] }[]): number {
  const counts: number[] = []
  for (const { cells } of records) {
    for (const [index, cell] of cells.entries()) {
      if (/\.exe$/i.test(cell.trim())) counts[index] = (counts[index] ?? 0) + 1
    }
  }
  const most = Math.max(0, ...counts.filter((count) => count !== undefined))
  return most === 0 ? 0 : counts.indexOf(most)
}

function policyOf(
  file: ImportFile,
  format: 'list' | 'csv',
  rows: Row[],
  setting: ListSetting,
  lists: ImportLists,
) {
  const kept: string[] = []
  const seen = new Map<string, number | undefined>()
  for (const { entry, place } of rows) {
    const checked = checkProgramEntry(entry, setting)
    const key = entry.toLowerCase()
    if (!checked.ok) lists.leave('entry', setting, checked.problem.rule, place, { value: entry })
    else if (seen.has(key)) {
      lists.note(
        'duplicate-entry',
        `${JSON.stringify(entry)} stands there twice, first on line ${seen.get(key)}; one was kept.`,
        place,
      )
    } else if (kept.length >= MAX_LIST_ENTRIES) {
      lists.leave('entry', setting, `a list has at most ${MAX_LIST_ENTRIES} entries`, place, { value: entry })
    } else {
      seen.set(key, place.line)
      kept.push(entry)
    }
  }
  const place = { file: file.name, line: 1, column: 1 }
  if (kept.length === 0) {
    return unreadable(
      place,
      '',
      'it holds no program',
      'Write one program on each line, such as softphone.exe.',
    )
  }
  const name = file.name.replace(/^.*[\\/]/, '').replace(/\.[^.]*$/, '') || 'Imported programs'
  const settings = [{ id: setting, state: 'set' as const, value: kept, place }]
  const policy = { name, description: '', enabled: true, priority: null, settings, filters: [], place }
  const message = 'A list says nothing of where it applies: without filters the policy applies everywhere.'
  lists.note('applies-everywhere', message, place, name)
  return assemble(format, [policy], lists)
}
