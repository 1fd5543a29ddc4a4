/** JSON with places: where each object and list of a value stood in the text, and where a fault is. */

import { placeAt, placesIn } from './decode-text'
import { type Place, unreadable } from './import-result'

/** Deeper than any export; a guard against files made to exhaust the reader. */
export const MAX_JSON_DEPTH = 200

export interface PlacedJson {
  value: unknown
  /** Where an object or a list of the value stands; the start of the file for anything else. */
  placeOf: (container: unknown) => Place
}

/** @throws Unreadable with the place of the first fault: no JSON, cut off, nested too deep. */
export function parseJson(file: string, text: string): PlacedJson {
  const parser = new Parser(file, text.startsWith('\ufeff') ? text.slice(1) : text)
  const value = parser.parse()
  const place = placesIn(file, text)
  const placeOf = (container: unknown) =>
    place((typeof container === 'object' && container !== null && parser.places.get(container)) || 0)
  return { value, placeOf }
}

const BLANK = /[ \t\r\n]*/y
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y

type Members = Record<string, unknown>
type Frame = { list: unknown[] } | { members: Members; key: string }

/** One pass, with a stack of its own: depth cannot exhaust the engine's. */
class Parser {
  readonly places = new WeakMap<object, number>()
  private at = 0

  constructor(
    private readonly file: string,
    private readonly text: string,
  ) {}

  parse(): unknown {
    const frames: Frame[] = []
    for (;;) {
      let value = this.open(frames)
      if (value === undefined) continue
      for (;;) {
        const frame = frames.at(-1)
        if (!frame) return this.end(value)
        if ('list' in frame) frame.list.push(value)
        else set(frame.members, frame.key, value)
        const close = 'list' in frame ? ']' : '}'
        if (this.take(',')) {
          if ('members' in frame) frame.key = this.key()
          break
        }
        if (!this.take(close)) this.fault(`a comma or ${close} is missing`)
        frames.pop()
        value = 'list' in frame ? frame.list : frame.members
      }
    }
  }

  /** A whole value, or undefined after the opening of one that has content. */
  private open(frames: Frame[]): unknown {
    this.blank()
    const start = this.at
    const symbol = this.text[start]
    if (symbol === '"') return this.string()
    if (symbol !== '{' && symbol !== '[') return this.scalar()
    if (frames.length >= MAX_JSON_DEPTH) this.fault(`values lie more than ${MAX_JSON_DEPTH} deep`)
    this.at++
    const container: unknown[] | Members = symbol === '[' ? [] : {}
    this.places.set(container, start)
    if (this.take(symbol === '[' ? ']' : '}')) return container
    frames.push(Array.isArray(container) ? { list: container } : { members: container, key: this.key() })
    return undefined
  }

  private end(value: unknown): unknown {
    this.blank()
    return this.at < this.text.length ? this.fault('there is text after the end') : value
  }

  private key(): string {
    this.blank()
    if (this.text[this.at] !== '"') this.fault('the name of a member is missing')
    const key = this.string()
    if (!this.take(':')) this.fault('a colon is missing')
    return key
  }

  private string(): string {
    let end = this.text.indexOf('"', this.at + 1)
    while (end > 0 && isEscaped(this.text, end)) end = this.text.indexOf('"', end + 1)
    if (end < 0) this.fault('a text has no closing quotation mark')
    try {
      const value = JSON.parse(this.text.slice(this.at, end + 1)) as string
      this.at = end + 1
      return value
    } catch {
      return this.fault('a text holds a character or an escape that JSON does not allow')
    }
  }

  private scalar(): unknown {
    SCALAR.lastIndex = this.at
    const match = SCALAR.exec(this.text)
    if (!match) return this.fault('a value is missing')
    this.at = SCALAR.lastIndex
    return JSON.parse(match[0])
  }

  private take(symbol: string): boolean {
    this.blank()
    const taken = this.text[this.at] === symbol
    if (taken) this.at++
    return taken
  }

  private blank() {
    BLANK.lastIndex = this.at
    BLANK.exec(this.text)
    this.at = BLANK.lastIndex
  }

  private fault(rule: string): never {
    const place = placeAt(this.file, this.text, this.at)
    const value = this.text.slice(this.at, this.at + 20)
    const mend = 'Export it again: the file is damaged or cut off.'
    return unreadable(place, value, this.at >= this.text.length ? `it ends too early: ${rule}` : rule, mend)
  }
}

function isEscaped(text: string, at: number): boolean {
  let slashes = 0
  while (text[at - 1 - slashes] === '\\') slashes++
  return slashes % 2 === 1
}

// A member called `__proto__` is a member like any other.
function set(members: Members, key: string, value: unknown) {
  Object.defineProperty(members, key, { value, enumerable: true, configurable: true, writable: true })
}
