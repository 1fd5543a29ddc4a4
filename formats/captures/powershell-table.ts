/**
 * `Get-NetTCPConnection` and `Get-NetUDPEndpoint` as a table: property names, a line of dashes, rows. Cells belong to the
 * column whose dashes they stand under, so alignment and width do not matter.
 */
import { learnListenWords } from './listen-words'
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

interface Column {
  property: Property | undefined
  from: number
  to: number
}

interface Token {
  text: string
  from: number
  to: number
}

function tokensOf(line: string): Token[] {
  return [...line.matchAll(/\S+/g)].map((found) => ({
    text: found[0],
    from: found.index,
    to: found.index + found[0].length,
  }))
}

const isRule = (line: string) => /^\s*-{3,}(?:\s+-{2,})*\s*$/.test(line)

/** The columns of a heading line and the dashes below it, or null when they are not of sockets. */
function columnsOf(heading: string, rule: string): Column[] | null {
  if (!isRule(rule)) return null
  const names = tokensOf(heading)
  const columns = tokensOf(rule).map(({ from, to }, index) => ({
    property: propertyOf(names[index]?.text ?? ''),
    from,
    to,
  }))
  return areSocketHeadings(columns.map(({ property }) => property)) ? columns : null
}

function valuesOf(line: string, columns: readonly Column[]): PropertyValues {
  const values: PropertyValues = {}
  for (const token of tokensOf(line)) {
    const property = nearest(token, columns)?.property
    if (property) values[property] = values[property] ? `${values[property]} ${token.text}` : token.text
  }
  return values
}

function nearest(token: Token, columns: readonly Column[]): Column | undefined {
  let best: Column | undefined
  let least = Number.POSITIVE_INFINITY
  for (const column of columns) {
    const gap = Math.max(column.from - token.to + 1, token.from - column.to + 1, 0)
    if (gap < least) {
      least = gap
      best = column
    }
  }
  return best
}

/** Where the heading of a table begins in a sample; -1 when there is none. */
function headingAt(sample: readonly string[]): number {
  return sample.findIndex(
    (line, at) => /localaddress/i.test(line) && columnsOf(line, sample[at + 1] ?? '') !== null,
  )
}

class TableReader implements LineReader {
  private columns: Column[] | undefined
  private before: { text: string; line: number } | undefined

  constructor(
    private readonly sink: CaptureSink,
    private readonly words: ReturnType<typeof learnListenWords>,
  ) {}

  line(text: string, number: number): void {
    if (this.before) {
      const columns = columnsOf(this.before.text, text)
      this.sink.skip(this.before.line, 'heading')
      this.before = undefined
      if (columns) {
        this.columns = columns
        this.sink.skip(number, 'heading')
        if (this.udp()) this.sink.note('Columns without far end and state: read as UDP endpoints.')
        return
      }
    }
    if (/localaddress/i.test(text)) this.before = { text, line: number }
    else if (text.trim() === '') this.sink.skip(number, 'blank line')
    else if (!this.columns) this.sink.skip(number, 'before the heading')
    else this.row(text, number, this.columns)
  }

  end(): void {
    if (this.before) this.sink.skip(this.before.line, 'heading')
  }

  private udp(): boolean {
    return isUdp(
      (this.columns ?? []).map(({ property }) => property),
      '',
    )
  }

  // A table has a state in every row of a heading with one: without it the file ends in the middle of the row.
  private missing(values: PropertyValues, text: string): string | undefined {
    if (/\.\.\.|…/.test(text) && isCut(values)) return 'a cell was cut by the width of the table'
    const stated =
      this.columns?.some(({ property }) => property === 'state') && !this.columns.some(isProtocol)
    return stated && values.localaddress && !values.state
      ? 'the row has no State: it may be cut off'
      : undefined
  }

  private row(text: string, number: number, columns: Column[]): void {
    const values = valuesOf(text, columns)
    const cells = this.missing(values, text) ?? rowOfProperties(values, this.udp())
    if (typeof cells !== 'string') this.sink.row(makeRow(number, cells, this.words, this.sink))
    else if (/^PS .*>|^[A-Z]:\\.*>/.test(text)) this.sink.skip(number, 'command prompt')
    else this.sink.reject(number, cells)
  }
}

// A table of both protocols leaves the state of UDP rows empty.
const isProtocol = ({ property }: Column) => property === 'protocol'

const isCut = ({ localaddress, localport, remoteaddress, remoteport }: PropertyValues) =>
  [localaddress, localport, remoteaddress, remoteport].some(
    (cell) => cell !== undefined && /\.\.\.|…/.test(cell),
  )

export const powershellTable: CaptureReaderKind = {
  format: 'powershell-table',
  score(sample) {
    const at = headingAt(sample)
    return at < 0 ? 0 : 1 + sample.slice(at + 2).filter((line) => line.trim() !== '').length
  },
  open(sink, sample) {
    const at = headingAt(sample)
    const columns = at < 0 ? null : columnsOf(sample[at] ?? '', sample[at + 1] ?? '')
    const rows = (columns ? sample.slice(at + 2) : []).flatMap((line) => {
      const row = rowOfProperties(valuesOf(line, columns ?? []), false)
      return typeof row === 'string' ? [] : [row]
    })
    return new TableReader(sink, learnListenWords(rows))
  },
}
