/** `tcpvcon` without `-c`: blocks of `[TCP] program`, then process id, state, local and remote on lines of their own. */

import { processId } from './endpoint'
import { learnListenWords } from './listen-words'
import type { CaptureReaderKind, CaptureSink, LineReader } from './model'
import { makeRow, protocolOf } from './row'
import { PORT_UNKNOWN, printsPorts, tcpvconEndpoint } from './tcpvcon-csv'

const HEAD = /^\s*\[(TCP|UDP|TCPV6|UDPV6)\]\s*(.*)$/i
// The labels are known by their order, not by their words.
function detailOf(text: string): string | undefined {
  const colon = text.indexOf(':')
  if (colon < 2 || colon > 60 || !/^\s/.test(text)) return undefined
  return text.slice(colon + 1).trim()
}

interface Block {
  line: number
  protocol: 'tcp' | 'udp'
  process: string
  values: string[]
}

function head(text: string): Omit<Block, 'line'> | null {
  const found = HEAD.exec(text)
  const protocol = protocolOf(found?.[1]?.toUpperCase() ?? '')
  return protocol ? { protocol, process: found?.[2]?.trim() ?? '', values: [] } : null
}

/** State, local and remote of a block; UDP blocks of old versions have no state. */
function cellsOf({ values }: Block): { pid?: number; state: string; local: string; remote: string } | null {
  const [pid = '', ...rest] = values
  if (processId(pid) === undefined || rest.length < 2) return null
  const [state, local, remote] = rest.length >= 3 ? rest : ['', ...rest]
  return { pid: processId(pid), state: state ?? '', local: local ?? '', remote: remote ?? '' }
}

class PlainReader implements LineReader {
  private block: Block | undefined

  constructor(
    private readonly sink: CaptureSink,
    private readonly withPorts: boolean,
    private readonly words: ReturnType<typeof learnListenWords>,
  ) {}

  line(text: string, number: number): void {
    const next = head(text)
    if (next) {
      this.close(false)
      this.block = { ...next, line: number }
      return
    }
    const detail = this.block && this.block.values.length < 4 ? detailOf(text) : undefined
    if (this.block && detail !== undefined) {
      this.block.values.push(detail)
      this.sink.skip(number, 'detail of the row above')
    } else if (text.trim() === '') this.sink.skip(number, 'blank line')
    else if (number <= 10) this.sink.skip(number, 'heading')
    else this.sink.reject(number, 'neither a block of tcpvcon nor a detail of one')
  }

  end(): void {
    this.close(true)
  }

  private close(atEnd: boolean): void {
    const { block } = this
    this.block = undefined
    if (!block) return
    const cells = cellsOf(block)
    const local = cells && tcpvconEndpoint(cells.local, this.withPorts)
    const remote = cells && tcpvconEndpoint(cells.remote, this.withPorts)
    if (cells && local && remote) {
      this.sink.row(makeRow(block.line, { ...block, ...cells, local, remote }, this.words, this.sink))
    } else {
      const why = atEnd
        ? 'the block is cut off: the file ends in the middle of it'
        : 'the block lacks its addresses'
      this.sink.reject(block.line, why)
    }
  }
}

function sampleBlocks(sample: readonly string[]): Block[] {
  const blocks: Block[] = []
  for (const text of sample) {
    const next = head(text)
    if (next) blocks.push({ ...next, line: 0 })
    else blocks.at(-1)?.values.push(detailOf(text) ?? '')
  }
  return blocks.map((block) => ({ ...block, values: block.values.slice(0, 4) }))
}

export const tcpvconPlain: CaptureReaderKind = {
  format: 'tcpvcon',
  score: (sample) => sample.filter((line) => head(line) !== null).length * 4,
  open(sink, sample) {
    const cells = sampleBlocks(sample).flatMap((block) => {
      const found = cellsOf(block)
      return found ? [{ ...found, protocol: block.protocol }] : []
    })
    const withPorts = printsPorts(cells.flatMap(({ local, remote }) => [local, remote]))
    if (!withPorts) sink.note(PORT_UNKNOWN)
    const words = learnListenWords(
      cells.flatMap(({ protocol, state, local, remote }) => {
        const here = tcpvconEndpoint(local, withPorts)
        const there = tcpvconEndpoint(remote, withPorts)
        return protocol === 'tcp' && here && there ? [{ state, local: here, remote: there }] : []
      }),
    )
    return new PlainReader(sink, withPorts, words)
  },
}
