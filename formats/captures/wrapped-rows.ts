/**
 * Reading of line-by-line listings (netstat, ss): rows, the lines that belong to the row above, and rows that a narrow
 * console wrapped on to the next line.
 */
import type { ListenWords } from './listen-words'
import type { CaptureSink, LineReader } from './model'
import { type Cells, makeRow } from './row'

export interface ParsedLine {
  cells: Cells
  /** False when this listing's rows have more than this line gave: it may be wrapped, or cut. */
  complete: boolean
}

/** The shape of one listing. */
export interface RowGrammar {
  /** Whether a row begins on this line. */
  starts(text: string): boolean
  /** The row of a line, or null when it is none. */
  parse(text: string): ParsedLine | null
  /** The program that a line of its own names for the row above. */
  owner?(text: string): string | undefined
  /** Why a line that is no row is no loss either; undefined when it should have been one. */
  detail(text: string, below: boolean): string | undefined
  /** Puts what a following line says into the row above. */
  amend?(cells: Cells, text: string): boolean
}

/** More lines above the first row are no heading. */
const MAX_HEADINGS = 20

interface Pending {
  line: number
  text: string
  cells: Cells
  complete: boolean
}

export class WrappedRows implements LineReader {
  private pending: Pending | undefined
  /** A line that begins like a row and is none yet. */
  private broken: { line: number; text: string } | undefined
  private rows = 0
  /** What stood above the first row: a listing that was appended to another begins with it again. */
  private readonly headings = new Set<string>()

  constructor(
    private readonly grammar: RowGrammar,
    private readonly words: ListenWords,
    private readonly sink: CaptureSink,
    private readonly states: ReadonlySet<string>,
  ) {}

  line(text: string, number: number): void {
    if (this.grammar.starts(text)) {
      this.flush()
      const parsed = this.grammar.parse(text)
      if (parsed) this.hold({ line: number, text, cells: parsed.cells, complete: parsed.complete })
      else this.broken = { line: number, text }
      return
    }
    if (text.trim() === '') {
      this.flush()
      this.sink.skip(number, 'blank line')
      return
    }
    if (this.follow(text, number)) return
    const why = this.grammar.detail(text, this.rows > 0)
    if (this.rows === 0 && this.headings.size < MAX_HEADINGS) this.headings.add(text)
    if (why !== undefined) this.sink.skip(number, why)
    else if (this.headings.has(text)) this.sink.skip(number, 'heading')
    else this.sink.reject(number, 'not a row of this listing')
  }

  end(cut: boolean): void {
    if (cut && this.broken) {
      this.sink.reject(this.broken.line, 'the row is cut off: the file ends in the middle of it')
      this.broken = undefined
    }
    if (cut && this.pending && !this.pending.complete) {
      this.sink.reject(this.pending.line, 'the row is cut off: the file ends in the middle of it')
      this.pending = undefined
    }
    this.flush()
  }

  private hold(row: Pending): void {
    this.pending = row
    this.rows++
  }

  // A line below a row: its owner, more of it, or the other half of it.
  private follow(text: string, number: number): boolean {
    const { pending, broken, grammar } = this
    const owner = grammar.owner?.(text)
    if (owner !== undefined) {
      if (pending && pending.cells.process === undefined) {
        pending.cells.process = owner
        this.sink.skip(number, 'names the program of the row above')
        this.emit()
      } else this.sink.skip(number, 'names the program of a row that is not in the file')
      return true
    }
    if (pending && grammar.amend?.(pending.cells, text)) {
      this.sink.skip(number, 'continues the row above')
      return true
    }
    const first = broken ?? (pending && (!pending.complete || /^\d+\s*$/.test(text)) ? pending : undefined)
    const joined = first && this.join(first.text, text)
    if (!first || !joined) return false
    if (broken) this.rows++
    this.broken = undefined
    this.pending = { line: first.line, text: joined.text, cells: joined.cells, complete: joined.complete }
    this.sink.skip(number, 'continues the row above')
    return true
  }

  // A console wraps anywhere, an editor at blanks. The halves are joined the way that gives a state this file has.
  private join(head: string, tail: string): (ParsedLine & { text: string }) | undefined {
    const ways = [head + tail, `${head.trimEnd()} ${tail.trimStart()}`].flatMap((text) => {
      const parsed = this.grammar.parse(text)
      return parsed?.complete ? [{ text, cells: parsed.cells, complete: true }] : []
    })
    return ways.find(({ cells }) => this.states.has(cells.state)) ?? ways.at(-1)
  }

  private flush(): void {
    if (this.broken) this.sink.reject(this.broken.line, 'begins like a row, but its addresses cannot be read')
    this.broken = undefined
    this.emit()
  }

  private emit(): void {
    const { pending } = this
    this.pending = undefined
    if (pending) this.sink.row(makeRow(pending.line, pending.cells, this.words, this.sink))
  }
}
