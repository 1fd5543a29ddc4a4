/** Making rows: what all formats have in common once the cells are found. */

import { isNobody, type PrintedEndpoint, plain } from './endpoint'
import type { ListenWords } from './listen-words'
import type { CaptureRow, CaptureSink } from './model'

export interface Cells {
  protocol: 'tcp' | 'udp'
  process?: string
  pid?: number
  state: string
  local: PrintedEndpoint
  remote: PrintedEndpoint
}

/** A row of found cells. `words` decides between listening and merely bound where the two look alike. */
export function makeRow(line: number, cells: Cells, words: ListenWords, sink: CaptureSink): CaptureRow {
  const { protocol, process, pid, state, local, remote } = cells
  const row: CaptureRow = {
    line,
    protocol,
    state,
    listening: isNobody(remote) && (protocol === 'udp' || words.listens(state)),
    local: plain(local),
    remote: plain(remote),
  }
  if (process !== undefined && process !== '') row.process = process
  if (pid !== undefined) row.pid = pid
  if (local.portName !== undefined || remote.portName !== undefined) notePortNames(cells, sink)
  return row
}

function notePortNames({ local, remote }: Cells, sink: CaptureSink): void {
  const unknown = [local, remote].some(({ port, portName }) => portName !== undefined && port === undefined)
  if (unknown) {
    sink.note(
      'Some ports are names that stand in no list: those ports are unknown. Capture again with numbers (-n).',
    )
  }
  sink.note('Ports were printed as service names: registered names were turned into their numbers.')
}

/** `TCP`, `tcp6`, `UDPV6`, `udplite`: the protocol a token stands for, or undefined. */
export function protocolOf(token: string): 'tcp' | 'udp' | undefined {
  switch (token) {
    case 'TCP':
    case 'tcp':
    case 'tcp6':
    case 'TCPV6':
    case 'TCPv6':
    case 'TCP6':
    case 'tcp4':
    case 'mptcp':
      return 'tcp'
    case 'UDP':
    case 'udp':
    case 'udp6':
    case 'UDPV6':
    case 'UDPv6':
    case 'UDP6':
    case 'udp4':
    case 'udplite':
    case 'udplite6':
      return 'udp'
    default:
      return undefined
  }
}
