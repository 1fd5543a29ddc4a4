/**
 * TCPView: rows of cells around a protocol cell. Version 3 saves them with tabs (process, pid, protocol, local address and
 * port, remote address and port, state), version 4 with commas and the state before the addresses, version 2 with
 * `process:pid` and `host:port`. Which one a row is shows in its cells, never in a version.
 */
import {
  bareAddress,
  isHalfAddress,
  looksLikeAddress,
  type PrintedEndpoint,
  parseEndpoint,
  portNumber,
  processId,
  withPort,
} from './endpoint'
import { learnListenWords } from './listen-words'
import type { CaptureFormat, CaptureReaderKind } from './model'
import { portOfName } from './port-names'
import { type Cells, makeRow, protocolOf } from './row'

type Order = 'state-last' | 'state-first'

function endpoint(address: string, port: string): PrintedEndpoint | null {
  return address === '' || address.length > 260 || isHalfAddress(address)
    ? null
    : withPort(bareAddress(address), port)
}

// The far end of a UDP row is `*`, or nothing at all.
function farEnd(address: string, port: string): PrintedEndpoint | null {
  return address === '' && port === '' ? { address: '' } : endpoint(address, port)
}

/** Version 2: two endpoints with their ports in them. */
function packedRow(cells: string[], protocol: 'tcp' | 'udp'): Cells | null {
  const owner = /^(.*):(\d+)$/.exec(cells[0] ?? '')
  const pid = processId(owner?.[2] ?? '')
  const local = parseEndpoint(cells[2] ?? '')
  const remote = parseEndpoint(cells[3] ?? '')
  if (!owner || pid === undefined || !local || !remote) return null
  return { protocol, process: owner[1] ?? '', pid, state: cells[4] ?? '', local, remote }
}

// Where the ports stand tells the order; a cell that is no number may still be a registered name of one.
function orderOf(after: string[]): Order | null {
  const [first = '', second = '', third = '', fourth = '', fifth = ''] = after
  const last = portLikeness(second) + portLikeness(fourth)
  const before = portLikeness(third) + portLikeness(fifth)
  if (last === before) return last === 0 ? null : looksLikeAddress(first) ? 'state-last' : 'state-first'
  return last > before ? 'state-last' : 'state-first'
}

function portLikeness(text: string): number {
  if (portNumber(text) !== undefined || portOfName(text) !== undefined) return 2
  return text === '*' ? 1 : 0
}

/** A row from its cells, or null. */
function parseCells(raw: string[], delimiter: string): { row: Cells; order: Order } | null {
  const cells = raw.map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'))
  const at = cells.findIndex((cell, index) => index > 0 && protocolOf(cell) !== undefined)
  const protocol = protocolOf(cells[at] ?? '')
  if (at < 1 || !protocol) return null
  const pid = processId(cells[at - 1] ?? '')
  if (pid === undefined || at < 2) {
    const row = at === 1 ? packedRow(cells, protocol) : null
    return row && { row, order: 'state-last' }
  }
  const after = cells.slice(at + 1)
  const order = orderOf(after)
  if (!order || after.length < 4) return null
  const [from, state] = order === 'state-last' ? [0, after[4]] : [1, after[0]]
  const local = endpoint(after[from] ?? '', after[from + 1] ?? '')
  const remote = farEnd(after[from + 2] ?? '', after[from + 3] ?? '')
  if (!local || !remote) return null
  // TCPView writes the owner of a socket whose process is gone in angle brackets.
  const name =
    at === 2
      ? (cells[0] ?? '')
      : raw
          .slice(0, at - 1)
          .join(delimiter)
          .trim()
  const process = /^<.*>$/.test(name) ? '' : name
  return { row: { protocol, process, pid, state: state ?? '', local, remote }, order }
}

function kind(format: CaptureFormat, wanted: Order, delimiters: string[]): CaptureReaderKind {
  const parse = (text: string, delimiter: string) => parseCells(text.split(delimiter), delimiter)
  const delimiterOf = (sample: readonly string[]) => {
    const counts = delimiters.map((delimiter) => sample.filter((line) => parse(line, delimiter)).length)
    return delimiters[counts.indexOf(Math.max(...counts))] ?? '\t'
  }
  return {
    format,
    score(sample) {
      const delimiter = delimiterOf(sample)
      return sample.filter((line) => parse(line, delimiter)?.order === wanted).length
    },
    open(sink, sample) {
      const delimiter = delimiterOf(sample)
      const rows = sample.flatMap((line) => parse(line, delimiter)?.row ?? [])
      const words = learnListenWords(rows.filter(({ protocol }) => protocol === 'tcp'))
      return {
        line(text, number) {
          const found = parse(text, delimiter)
          if (found) sink.row(makeRow(number, found.row, words, sink))
          else if (text.trim() === '') sink.skip(number, 'blank line')
          else if (number <= 3 && !/\d/.test(text)) sink.skip(number, 'heading')
          else sink.reject(number, 'no protocol cell with a process before it and addresses after it')
        },
        end: () => {},
      }
    },
  }
}

/** Versions 2 and 3. */
export const tcpview = kind('tcpview', 'state-last', ['\t'])
/** Version 4: commas, or tabs when it was pasted from the window. */
export const tcpviewV4 = kind('tcpview-v4', 'state-first', [',', '\t', ';'])
