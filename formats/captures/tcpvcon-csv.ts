/**
 * `tcpvcon -c`: protocol, process, pid, state, local, remote. Old versions print `host:port` in the last two;
 * version 4 prints no ports at all, and then they stay unknown.
 */
import {
  bareAddress,
  isHalfAddress,
  looksLikeAddress,
  type PrintedEndpoint,
  parseEndpoint,
  processId,
} from './endpoint'
import { learnListenWords } from './listen-words'
import type { CaptureReaderKind } from './model'
import { type Cells, makeRow, protocolOf } from './row'

/** Said once for a capture without ports. */
export const PORT_UNKNOWN =
  'port unknown: this version of tcpvcon prints no ports, so no fixed port can be shown'

/** Whether ports are printed in a sample of addresses: decided for the whole file, since `a:b` may be IPv6 or a port. */
export function printsPorts(addresses: readonly string[]): boolean {
  return addresses.some(
    (text) =>
      /^(?:[^:[\]]+|\[[^\]]*\](?:%\w+)?):(?:\d{1,5}|\*|[a-z][\w-]*)$/i.test(text) && !/^::/.test(text),
  )
}

/** An address of tcpvcon, with or without port. */
export function tcpvconEndpoint(text: string, withPorts: boolean): PrintedEndpoint | null {
  if (text === '' || isHalfAddress(text)) return null
  if (withPorts) {
    const printed = parseEndpoint(text)
    if (printed) return printed
  }
  return looksLikeAddress(text) || !/[\s,]/.test(text) ? { address: bareAddress(text) } : null
}

type TcpvconCells = Omit<Cells, 'local' | 'remote'> & { local: string; remote: string }

function split(text: string): TcpvconCells | null {
  const cells = text.split(',')
  const protocol = protocolOf(cells[0]?.trim() ?? '')
  if (!protocol || cells.length < 6) return null
  // A process name with commas is read from both ends.
  const [rawPid = '', state = '', local = '', remote = ''] = cells.slice(-4).map((cell) => cell.trim())
  const pid = processId(rawPid)
  if (pid === undefined || local === '') return null
  return { protocol, process: cells.slice(1, -4).join(',').trim(), pid, state, local, remote }
}

export const tcpvconCsv: CaptureReaderKind = {
  format: 'tcpvcon-csv',
  score: (sample) => sample.filter((line) => split(line) !== null).length,
  open(sink, sample) {
    const rows = sample.flatMap((line) => split(line) ?? [])
    const withPorts = printsPorts(rows.flatMap(({ local, remote }) => [local, remote]))
    if (!withPorts) sink.note(PORT_UNKNOWN)
    const read = (cells: TcpvconCells): Cells | null => {
      const local = tcpvconEndpoint(cells.local, withPorts)
      const remote = tcpvconEndpoint(cells.remote, withPorts)
      return local && remote && { ...cells, local, remote }
    }
    const words = learnListenWords(rows.flatMap((row) => (row.protocol === 'tcp' ? (read(row) ?? []) : [])))
    return {
      line(text, number) {
        const cells = split(text)
        const row = cells && read(cells)
        if (row) sink.row(makeRow(number, row, words, sink))
        else if (text.trim() === '') sink.skip(number, 'blank line')
        else if (number <= 10 && !/^(?:TCP|UDP)/.test(text)) sink.skip(number, 'heading')
        else sink.reject(number, 'not six cells of a tcpvcon row')
      },
      end: () => {},
    }
  },
}
