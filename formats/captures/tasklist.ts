/** `tasklist` as a table, CSV or list, in any language: which program, and which session, a process id belongs to. */

import { delimiterOf, splitCsv } from './csv'
import { looksLikeAddress, processId } from './endpoint'
import type { CaptureReaderKind, CaptureSink, LineReader, NamedProcess } from './model'

const RULE = /^=+(?: =+){2,}\s*$/
/** Columns of `tasklist` (5), with `/v` (9) or both (8, without a window title); with `/svc` there are 3, and no session. */
const WITH_SESSION = 4
const USER_COLUMN = 6
/** The table prints no more of an image name. */
const TABLE_NAME_WIDTH = 25

/** A process of cells in tasklist's order, which is the same in every language. Null when they are not such cells. */
function processOf(cells: readonly string[]): NamedProcess | null {
  const name = cells[0]?.trim() ?? ''
  const pid = processId(cells[1]?.trim() ?? '')
  if (pid === undefined || name === '' || looksLikeAddress(name) || cells.length < 3) return null
  const session = cells.length > WITH_SESSION ? processId(cells[3]?.trim() ?? '') : undefined
  if (cells.length > WITH_SESSION && session === undefined) return null
  const user = cells.length > USER_COLUMN + 1 ? cells[USER_COLUMN]?.trim() : undefined
  return {
    pid,
    name,
    ...(session !== undefined && session < 65_536 && { session }),
    ...(user && user !== 'N/A' && { user: user.replace(/^.*\\/, '') }),
  }
}

function spansOf(rule: string): [number, number][] {
  return [...rule.matchAll(/=+/g)].map((found) => [found.index, found.index + found[0].length])
}

function tableCells(text: string, spans: readonly [number, number][]): string[] {
  return spans.map(([from, to], at) => text.slice(from, at === spans.length - 1 ? undefined : to))
}

class TableReader implements LineReader {
  private spans: [number, number][] | undefined

  constructor(private readonly sink: CaptureSink) {}

  line(text: string, number: number): void {
    if (RULE.test(text)) {
      this.spans = spansOf(text)
      this.sink.skip(number, 'heading')
      return
    }
    if (text.trim() === '') this.sink.skip(number, 'blank line')
    else if (!this.spans) this.sink.skip(number, 'heading')
    else this.row(tableCells(text, this.spans), text, number)
  }

  end(): void {}

  private row(cells: string[], text: string, number: number): void {
    const found = processOf(cells)
    if (found) {
      if (found.name?.length === TABLE_NAME_WIDTH) {
        this.sink.note('The table cuts names at 25 characters: use tasklist /fo csv for the whole names.')
      }
      this.sink.process(number, found)
    } else if (/^\s{20}/.test(text)) this.sink.skip(number, 'continues the row above')
    else this.sink.reject(number, 'no process id where the heading has one')
  }
}

export const tasklistTable: CaptureReaderKind = {
  format: 'tasklist',
  score(sample) {
    const at = sample.findIndex((line) => RULE.test(line))
    if (at < 0) return 0
    const spans = spansOf(sample[at] ?? '')
    return sample.slice(at + 1).filter((line) => processOf(tableCells(line, spans)) !== null).length
  },
  open: (sink) => new TableReader(sink),
}

// `"svchost.exe","856","Services","0","9,012 K"`: quoted, an id second, and a session number fourth or no fourth at all.
function csvProcess(text: string): NamedProcess | null {
  if (!text.startsWith('"')) return null
  const cells = splitCsv(text, delimiterOf(text.replace(/"[^"]*"/g, '')))
  return cells && (cells.length === 3 || cells.length >= 5) ? processOf(cells) : null
}

export const tasklistCsv: CaptureReaderKind = {
  format: 'tasklist-csv',
  score: (sample) => sample.filter((line) => csvProcess(line) !== null).length,
  open(sink) {
    let seen = 0
    return {
      line(text, number) {
        const found = csvProcess(text)
        if (found) {
          seen++
          sink.process(number, found)
        } else if (text.trim() === '') sink.skip(number, 'blank line')
        else if (seen === 0) sink.skip(number, 'heading')
        else sink.reject(number, 'not the cells of a tasklist row')
      },
      end: () => {},
    }
  },
}

/** `tasklist /fo list`: blocks of labels in the table's order; the labels themselves are translated. */
class ListReader implements LineReader {
  private values: string[] = []
  private first = 0

  constructor(private readonly sink: CaptureSink) {}

  line(text: string, number: number): void {
    const pair = LABELLED.exec(text)
    if (text.trim() === '') {
      this.close()
      this.sink.skip(number, 'blank line')
    } else if (pair) {
      if (this.values.length === 0) this.first = number
      else this.sink.skip(number, 'detail of the process above')
      this.values.push(pair[1]?.trim() ?? '')
    } else this.sink.reject(number, 'neither a label with a value nor a blank line')
  }

  end(): void {
    this.close()
  }

  private close(): void {
    if (this.values.length === 0) return
    const found = processOf(this.values)
    if (found) this.sink.process(this.first, found)
    else this.sink.reject(this.first, 'no process id in the second place of the block')
    this.values = []
  }
}

/** The fifth value: `80,412 K`, with any separators and unit. */
const MEMORY = /^\d[\d.,\s]*\s\p{L}+$/u
const LABELLED = /^[^:\t]{2,40}[:：]\s+(.*)$/

export const tasklistList: CaptureReaderKind = {
  format: 'tasklist-list',
  score(sample) {
    let blocks = 0
    let values: string[] = []
    for (const line of [...sample, '']) {
      const pair = LABELLED.exec(line)
      if (pair) values.push(pair[1] ?? '')
      else {
        if (MEMORY.test(values[4]?.trim() ?? '') && processOf(values)) blocks += values.length
        values = []
      }
    }
    return blocks
  },
  open: (sink) => new ListReader(sink),
}
