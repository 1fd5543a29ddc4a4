/** Data as PowerShell literals that cannot be anything but data, and the reading of exactly such literals. */

import { placeAt } from '~/formats/import/decode-text'
import { unreadable } from '~/formats/import/import-result'

export type PsValue = string | number | boolean | PsValue[] | { [name: string]: PsValue }

/**
 * Single-quoted runs of plain ASCII, everything else as `[char]` numbers. PowerShell takes typographic quotation marks for
 * quotation marks and reads files without a mark in the code page of the machine: neither matters in pure ASCII.
 */
export function psString(text: string): string {
  const parts: string[] = []
  for (const run of text.match(/[ -~]+|[^ -~]/g) ?? []) {
    const code = run.charCodeAt(0)
    const plain = code >= 0x20 && code <= 0x7e
    parts.push(
      plain ? `'${run.replaceAll("'", "''")}'` : `[string][char]0x${code.toString(16).padStart(4, '0')}`,
    )
  }
  if (parts.length === 0) return "''"
  const [first = ''] = parts
  return parts.length === 1 && first.startsWith("'") ? first : `(${parts.join(' + ')})`
}

export function psLiteral(value: PsValue, indent = ''): string {
  if (typeof value === 'string') return psString(value)
  if (typeof value === 'boolean') return value ? '$true' : '$false'
  if (typeof value === 'number') return String(value)
  const inner = `${indent}  `
  if (Array.isArray(value)) {
    if (value.length === 0) return '@()'
    return `@(\n${value.map((item) => `${inner}${psLiteral(item, inner)}`).join(',\n')}\n${indent})`
  }
  const rows = Object.entries(value).map(([name, member]) => `${inner}${name} = ${psLiteral(member, inner)}`)
  return `@{\n${rows.join('\n')}\n${indent}}`
}

const BLANK = /\s*/y
const TOKEN =
  /@\(|@\{|\$true|\$false|\[string\]\[char\]0x[0-9a-f]{4}|'(?:[^']|'')*'|\d+|[A-Za-z]\w*|[(),+=})]/y
const MAX_DEPTH = 20

/** Reads one literal of `psLiteral` from an offset. @throws Unreadable for anything else: this runs no PowerShell. */
export function readPsLiteral(file: string, text: string, offset: number): PsValue {
  const reader = new Reader(file, text, offset)
  return reader.value(0)
}

class Reader {
  constructor(
    private readonly file: string,
    private readonly text: string,
    private at: number,
  ) {}

  value(depth: number): PsValue {
    if (depth > MAX_DEPTH) this.fault(`values lie more than ${MAX_DEPTH} deep`)
    const token = this.next()
    if (token === '@(') return this.list(depth)
    if (token === '@{') return this.table(depth)
    if (token === '$true' || token === '$false') return token === '$true'
    if (/^\d/.test(token)) return Number(token)
    if (token === '(') return this.sum()
    return this.string(token)
  }

  private list(depth: number): PsValue[] {
    const items: PsValue[] = []
    if (this.peek() === ')') return this.skip(items)
    for (;;) {
      items.push(this.value(depth + 1))
      const token = this.next()
      if (token === ')') return items
      if (token !== ',') this.fault('a comma or a closing bracket is missing')
    }
  }

  private table(depth: number): { [name: string]: PsValue } {
    const members: [string, PsValue][] = []
    while (this.peek() !== '}') {
      const name = this.next()
      if (!/^[A-Za-z]/.test(name) || this.next() !== '=') this.fault('a name and "=" are missing')
      members.push([name, this.value(depth + 1)])
    }
    return this.skip(Object.fromEntries(members))
  }

  private sum(): string {
    let text = ''
    for (;;) {
      text += this.string(this.next())
      const token = this.next()
      if (token === ')') return text
      if (token !== '+') this.fault('"+" or a closing bracket is missing')
    }
  }

  private string(token: string): string {
    if (token.startsWith("'")) return token.slice(1, -1).replaceAll("''", "'")
    if (token.startsWith('[string]')) return String.fromCharCode(Number.parseInt(token.slice(-4), 16))
    return this.fault('a text is missing')
  }

  private skip<Value>(value: Value): Value {
    this.next()
    return value
  }

  private peek(): string {
    const before = this.at
    const token = this.next()
    this.at = before
    return token
  }

  private next(): string {
    BLANK.lastIndex = this.at
    BLANK.exec(this.text)
    this.at = BLANK.lastIndex
    TOKEN.lastIndex = this.at
    const token = TOKEN.exec(this.text)?.[0]
    if (token === undefined) return this.fault('it is no plain value')
    this.at = TOKEN.lastIndex
    return token
  }

  private fault(rule: string): never {
    const mend = 'Only scripts that this program wrote can be read back, and only unchanged in form.'
    return unreadable(
      placeAt(this.file, this.text, this.at),
      this.text.slice(this.at, this.at + 20),
      rule,
      mend,
    )
  }
}
