/** `Get-NetTCPConnection | Format-List`: `LocalAddress : 127.0.0.1`, one property a line, a blank line between sockets. */

import { learnListenWords } from './listen-words'
import type { CaptureReaderKind, CaptureSink, LineReader } from './model'
import { isUdp, type PropertyValues, propertyOf, rowOfProperties } from './powershell-cells'
import { makeRow } from './row'

// There is always a blank before the colon; tcpvcon has none. By position and not by one pattern: blanks before a colon that never comes would cost their cube.
function pairOf(text: string): { name: string; value: string } | null {
  const colon = text.indexOf(':')
  if (colon < 1 || colon > 60 || text.charCodeAt(colon - 1) !== 32) return null
  const name = text.slice(0, colon).trim()
  return /^\w[\w ]*$/.test(name) ? { name, value: text.slice(colon + 1).trim() } : null
}

interface Block {
  line: number
  values: PropertyValues
}

class ListReader implements LineReader {
  private block: Block | undefined

  constructor(
    private readonly sink: CaptureSink,
    private readonly words: ReturnType<typeof learnListenWords>,
  ) {}

  line(text: string, number: number): void {
    if (text.trim() === '') {
      this.close(false)
      this.sink.skip(number, 'blank line')
      return
    }
    const pair = pairOf(text)
    const property = pair ? propertyOf(pair.name) : undefined
    // A property that returns begins the next socket, also where blank lines were lost.
    if (this.block && property && this.block.values[property] !== undefined) this.close(false)
    if (pair && property && !this.block) {
      this.block = { line: number, values: { [property]: pair.value } }
    } else if (pair && property && this.block) {
      this.block.values[property] = pair.value
      this.sink.skip(number, 'property of the row above')
    } else if (pair) this.sink.skip(number, 'property that is not needed')
    // A value that is too wide goes on below where it began.
    else if (this.block && /^\s{4}/.test(text)) this.sink.skip(number, 'continues the row above')
    else this.sink.reject(number, 'neither a property nor a blank line')
  }

  end(): void {
    this.close(true)
  }

  private close(atEnd: boolean): void {
    const { block } = this
    this.block = undefined
    if (!block) return
    const names = Object.keys(block.values) as (keyof PropertyValues)[]
    const row = rowOfProperties(block.values, isUdp(names, block.values.cimclass ?? ''))
    if (typeof row !== 'string') this.sink.row(makeRow(block.line, row, this.words, this.sink))
    else this.sink.reject(block.line, atEnd ? `${row} (the file may be cut off)` : row)
  }
}

function sampleRows(sample: readonly string[]) {
  const blocks: PropertyValues[] = [{}]
  for (const line of sample) {
    const pair = pairOf(line)
    const property = pair && propertyOf(pair.name)
    if (line.trim() === '') blocks.push({})
    else if (pair && property) (blocks.at(-1) ?? {})[property] = pair.value
  }
  return blocks.flatMap((values) => {
    const row = rowOfProperties(values, false)
    return typeof row === 'string' ? [] : [row]
  })
}

export const powershellList: CaptureReaderKind = {
  format: 'powershell-list',
  score: (sample) => sample.filter((line) => /^\s*local(?:address|port)\s*:/i.test(line)).length * 3,
  open: (sink, sample) => new ListReader(sink, learnListenWords(sampleRows(sample))),
}
