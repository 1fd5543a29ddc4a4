/** `Get-NetTCPConnection | Export-Csv` and `Get-NetUDPEndpoint | Export-Csv`, with any columns and any delimiter. */

import { delimiterOf, splitCsv } from './csv'
import { type ListenWords, learnListenWords } from './listen-words'
import type { CaptureReaderKind, CaptureSink, LineReader } from './model'
import {
  areSocketHeadings,
  isUdp,
  type Property,
  type PropertyValues,
  propertyOf,
  rowOfProperties,
} from './powershell-cells'
import { makeRow } from './row'

/** Lines that one record may span. */
const MAX_SPAN = 20

interface Heading {
  delimiter: string
  columns: (Property | undefined)[]
}

function headingOf(text: string): Heading | null {
  const delimiter = delimiterOf(text)
  const columns = splitCsv(text, delimiter)?.map(propertyOf) ?? []
  return areSocketHeadings(columns) ? { delimiter, columns } : null
}

function valuesOf(cells: readonly string[], columns: readonly (Property | undefined)[]): PropertyValues {
  const values: PropertyValues = {}
  for (let i = 0; i < columns.length; i++) {
    const name = columns[i]
    if (name !== undefined) values[name] = cells[i]?.trim() ?? ''
  }
  return values
}

function isNotAnothers(line: string, { delimiter, columns }: Heading): boolean {
  if (!line.includes(delimiter)) return false
  const cells = splitCsv(line, delimiter)
  if (!cells || cells.length < columns.length) return true
  return typeof rowOfProperties(valuesOf(cells, columns), false) !== 'string'
}

class PowershellCsvReader implements LineReader {
  private heading: Heading | undefined
  private type = ''
  /** Lines of a record whose quotation mark is still open. */
  private open: { line: number; texts: string[] } | undefined

  constructor(
    private readonly sink: CaptureSink,
    private readonly words: ListenWords,
  ) {}

  line(text: string, number: number): void {
    if (this.open) {
      this.more(this.open, text)
      return
    }
    if (text.trim() === '') this.sink.skip(number, 'blank line')
    else if (text.startsWith('#TYPE')) {
      this.type = text
      this.heading = undefined
      this.sink.skip(number, 'type of the rows')
    } else this.body(text, number)
  }

  end(): void {
    while (this.open) this.giveUp(this.open)
  }

  private more(open: { line: number; texts: string[] }, text: string): void {
    open.texts.push(text)
    if (this.record(open.texts.join('\n'), open.line)) {
      this.open = undefined
      for (let i = 1; i < open.texts.length; i++) this.sink.skip(open.line + i, 'continues the row above')
    } else if (open.texts.length >= MAX_SPAN) this.giveUp(open)
  }

  private body(text: string, number: number): void {
    const heading = headingOf(text)
    if (heading) {
      this.heading = heading
      if (isUdp(heading.columns, this.type))
        this.sink.note('Columns without far end and state: read as UDP endpoints.')
      this.sink.skip(number, 'heading')
    } else if (!this.heading) this.sink.skip(number, 'before the heading')
    else if (!this.record(text, number)) this.open = { line: number, texts: [text] }
  }

  // False when a quotation mark is still open.
  private record(text: string, line: number): boolean {
    const { heading } = this
    const cells = heading && splitCsv(text, heading.delimiter)
    if (!heading || !cells) return false
    if (cells.length < heading.columns.length) {
      this.sink.reject(line, `${cells.length} cells where the heading has ${heading.columns.length}`)
      return true
    }
    const row = rowOfProperties(valuesOf(cells, heading.columns), isUdp(heading.columns, this.type))
    if (typeof row === 'string') this.sink.reject(line, row)
    else this.sink.row(makeRow(line, row, this.words, this.sink))
    return true
  }

  // The line with the open mark is lost, the ones after it are read on their own.
  private giveUp({ line, texts }: { line: number; texts: string[] }): void {
    this.open = undefined
    this.sink.reject(line, 'a quotation mark is opened and never closed')
    for (let i = 1; i < texts.length; i++) this.line(texts[i] ?? '', line + i)
  }
}

export const powershellCsv: CaptureReaderKind = {
  format: 'powershell-csv',
  score(sample) {
    const at = sample.findIndex((line) => /localaddress/i.test(line) && headingOf(line) !== null)
    const heading = at < 0 ? null : headingOf(sample[at] ?? '')
    if (!heading) return 0
    // A cell with a line break in it leaves its row in pieces: these count too.
    return 1 + sample.slice(at + 1).filter((line) => isNotAnothers(line, heading)).length
  },
  open(sink, sample) {
    const heading = sample.map(headingOf).find((found) => found !== null)
    const rows = sample.flatMap((line) => {
      const cells = heading && splitCsv(line, heading.delimiter)
      const row = cells && heading ? rowOfProperties(valuesOf(cells, heading.columns), false) : ''
      return typeof row === 'string' ? [] : [row]
    })
    return new PowershellCsvReader(sink, learnListenWords(rows))
  },
}
