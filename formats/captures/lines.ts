/** Text chunks to numbered lines, in bounded memory. */

/** Characters of a line that are kept: a whole session as the agent samples it, in JSON. */
const MAX_JSON_LENGTH = 65_536
/** The same for all other lines. The longest that a tool prints (a bare `Export-Csv`) are a quarter of it. */
export const MAX_LINE_LENGTH = 4_096

export interface LineTarget {
  line(text: string, number: number): void
  /** A line over {@link MAX_LINE_LENGTH}, or over 65536 characters of JSON: it was not kept. */
  tooLong(number: number): void
}

/** Splits at `\n`, `\r\n` and `\r\r\n`. A form feed or an escape does not end a line. */
export class LineSplitter {
  private rest = ''
  private overlong = false
  private number = 0

  constructor(private readonly target: LineTarget) {}

  /** Lines told so far. */
  get count(): number {
    return this.number
  }

  push(text: string): void {
    let start = 0
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      this.take(this.rest.length > 0 ? this.rest + text.slice(start, end) : text.slice(start, end))
      start = end + 1
    }
    if (start < text.length) this.keep(text.slice(start))
  }

  /** Tells the last line when it had no line end. @returns whether there was one. */
  end(): boolean {
    if (this.rest === '' && !this.overlong) return false
    this.take(this.rest)
    return true
  }

  private keep(tail: string): void {
    if (this.overlong) return
    this.rest += tail
    if (isTooLong(this.rest)) {
      this.overlong = true
      this.rest = ''
    }
  }

  private take(text: string): void {
    this.number++
    this.rest = ''
    if (this.overlong || isTooLong(text)) {
      this.overlong = false
      this.target.tooLong(this.number)
      return
    }
    let end = text.length
    while (end > 0 && text.charCodeAt(end - 1) === 13) end--
    this.target.line(end === text.length ? text : text.slice(0, end), this.number)
  }
}

function isTooLong(text: string): boolean {
  return text.length > MAX_LINE_LENGTH && (text.charCodeAt(0) !== 123 || text.length > MAX_JSON_LENGTH)
}
