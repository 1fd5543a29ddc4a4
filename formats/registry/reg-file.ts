/** Files of the registry editor: `Windows Registry Editor Version 5.00` (UTF-16) and the older `REGEDIT4` (ANSI). */

import { decodeText, placesIn } from '~/formats/import/decode-text'
import { type ImportFile, type Place, unreadable } from '~/formats/import/import-result'

export type RegData =
  | { type: 'string' | 'expand'; value: string }
  | { type: 'dword'; value: number }
  | { type: 'multi'; value: string[] }
  | { type: 'binary'; value: number[] }
  | { type: 'deleted' }

export interface RegValue {
  /** In full, as it stood: `HKEY_LOCAL_MACHINE\SOFTWARE\...`. */
  key: string
  /** Empty for the default value of the key. */
  name: string
  data: RegData
  place: Place
}

export interface RegFile {
  values: RegValue[]
  deletedKeys: { key: string; place: Place }[]
  encoding: string
}

const MEND = 'Export the key again with regedit, and choose the file unchanged.'

/** @throws Unreadable with the place of the first fault. */
export function readRegFile(file: ImportFile): RegFile {
  const { text, encoding } = decodeText(file.name, file.bytes, { ansi: true })
  const scan = new Scan(file.name, text.replace(/^\ufeff/, ''))
  const header = scan.line().trim()
  const ansi = header === 'REGEDIT4'
  if (!ansi && !/^Windows Registry Editor Version 5\.00$/i.test(header)) {
    const rule = 'the first line of a .reg file is "Windows Registry Editor Version 5.00" or "REGEDIT4"'
    return unreadable({ file: file.name, line: 1, column: 1 }, header.slice(0, 60), rule, MEND)
  }
  const values: RegValue[] = []
  const deletedKeys: RegFile['deletedKeys'] = []
  let key: string | null = null
  for (;;) {
    scan.blank()
    if (scan.ended()) return { values, deletedKeys, encoding }
    const place = scan.place()
    const symbol = scan.peek()
    if (symbol === ';') scan.line()
    else if (symbol === '[') {
      const { name, deleted } = scan.key()
      key = deleted ? null : name
      if (deleted) deletedKeys.push({ key: name, place })
    } else if (symbol === '"' || symbol === '@') {
      const name = scan.name()
      const data = scan.data(ansi)
      if (key === null) scan.fault('a value stands under no key', place)
      else values.push({ key, name, data, place })
    } else scan.fault('it is neither a key, a value nor a comment')
  }
}

class Scan {
  private at = 0
  private readonly placeOf: (offset: number) => Place

  constructor(
    file: string,
    private readonly text: string,
  ) {
    this.placeOf = placesIn(file, text)
  }

  place = () => this.placeOf(this.at)
  peek = () => this.text[this.at]
  ended = () => this.at >= this.text.length

  line(): string {
    const end = this.text.indexOf('\n', this.at)
    const line = this.text.slice(this.at, end < 0 ? undefined : end)
    this.at = end < 0 ? this.text.length : end + 1
    return line.replace(/\r$/, '')
  }

  blank() {
    while (!this.ended() && /\s/.test(this.text[this.at] ?? '')) this.at++
  }

  key(): { name: string; deleted: boolean } {
    const line = this.line().trim()
    if (!line.endsWith(']')) this.fault('the closing bracket of a key is missing')
    const inside = line.slice(1, -1)
    const deleted = inside.startsWith('-')
    return { name: (deleted ? inside.slice(1) : inside).trim(), deleted }
  }

  name(): string {
    const name = this.peek() === '@' ? this.skip('') : this.string()
    this.inlineBlank()
    if (this.peek() !== '=') this.fault('"=" is missing after the name of a value')
    this.at++
    this.inlineBlank()
    return name
  }

  data(ansi: boolean): RegData {
    if (this.peek() === '"') {
      const value = this.string()
      this.restOfLine()
      return { type: 'string', value }
    }
    const start = this.place()
    const line = this.continued()
    if (line === '-') return { type: 'deleted' }
    const dword = /^dword:([0-9a-f]{1,8})$/i.exec(line)
    if (dword?.[1]) return { type: 'dword', value: Number.parseInt(dword[1], 16) }
    const hex = /^hex(?:\(([0-9a-f]+)\))?:(.*)$/i.exec(line)
    if (!hex) return this.fault('a value is "text", dword:, hex: or -', start)
    return hexData(Number.parseInt(hex[1] ?? '3', 16), this.bytes(hex[2] ?? '', start), ansi)
  }

  private bytes(list: string, place: Place): number[] {
    if (list === '') return []
    return list
      .replace(/,$/, '')
      .split(',')
      .map((byte) => {
        if (!/^[0-9a-f]{1,2}$/i.test(byte)) this.fault('a byte is two hexadecimal digits', place)
        return Number.parseInt(byte, 16)
      })
  }

  /** A line, joined with the ones after it while it ends in `\`. Blanks have no meaning in it. */
  private continued(): string {
    let joined = ''
    for (;;) {
      const place = this.place()
      const line = this.line().trim()
      if (!line.endsWith('\\')) return (joined + line).replace(/\s+/g, '').replace(/;.*$/, '')
      joined += line.slice(0, -1)
      if (this.ended()) this.fault('it ends in the middle of a value', place)
    }
  }

  /** A quoted text; it may hold line ends, as regedit writes them. */
  private string(): string {
    const start = this.place()
    let text = ''
    for (this.at++; !this.ended(); this.at++) {
      const symbol = this.text[this.at]
      if (symbol === '"') return this.skip(text)
      text += symbol === '\\' ? (this.text[++this.at] ?? '') : symbol
    }
    return this.fault('a text has no closing quotation mark', start)
  }

  private restOfLine() {
    const place = this.place()
    const rest = this.line().trim()
    if (rest !== '' && !rest.startsWith(';')) this.fault('something stands after the value', place)
  }

  private skip(text: string): string {
    this.at++
    return text
  }

  private inlineBlank() {
    while (this.peek() === ' ' || this.peek() === '\t') this.at++
  }

  fault(rule: string, place: Place = this.place()): never {
    return unreadable(place, this.text.slice(this.at, this.at + 40).split('\n')[0], rule, MEND)
  }
}

// Types of winnt.h: 1 REG_SZ, 2 REG_EXPAND_SZ, 4 REG_DWORD, 7 REG_MULTI_SZ. REGEDIT4 has texts in the machine's code page.
function hexData(type: number, bytes: number[], ansi: boolean): RegData {
  const text = () => new TextDecoder(ansi ? 'windows-1252' : 'utf-16le').decode(new Uint8Array(bytes))
  const zero = String.fromCharCode(0)
  switch (type) {
    case 1:
      return { type: 'string', value: text().split(zero)[0] ?? '' }
    case 2:
      return { type: 'expand', value: text().split(zero)[0] ?? '' }
    case 4:
      return { type: 'dword', value: bytes.reduceRight((sum, byte) => sum * 256 + byte, 0) }
    case 7: {
      // Texts end with a zero each, the list with one more; an empty text is the end.
      const parts = text().split(zero)
      const end = parts.indexOf('')
      return { type: 'multi', value: end < 0 ? parts : parts.slice(0, end) }
    }
    default:
      return { type: 'binary', value: bytes }
  }
}
