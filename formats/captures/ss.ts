/**
 * Linux `ss -tunap` and its relatives: `tcp  LISTEN 0  128  0.0.0.0:22  0.0.0.0:*  users:(("sshd",pid=1,fd=3))`.
 * With one protocol asked for (`ss -tnap`) the first column is missing. Its states are not translated.
 */
import { parseEndpoint, processId } from './endpoint'
import { learnListenWords } from './listen-words'
import type { CaptureReaderKind, CaptureSink } from './model'
import { type Cells, protocolOf } from './row'
import { type ParsedLine, type RowGrammar, WrappedRows } from './wrapped-rows'

const STATES =
  'LISTEN|ESTAB|UNCONN|SYN-SENT|SYN-RECV|FIN-WAIT-1|FIN-WAIT-2|TIME-WAIT|CLOSE-WAIT|LAST-ACK|CLOSING|CLOSED|NEW-SYN-RECV|BOUND-INACTIVE'
const ROW = new RegExp(
  `^\\s*(?:(tcp|udp|mptcp|udplite)\\s*(?=[A-Z ])\\s*)?(${STATES})\\s+\\d+\\s+\\d+\\s+(\\S+)\\s+(\\S+)(.*)$`,
)
const BEGINS = new RegExp(
  `^\\s*(?:(?:tcp|udp|mptcp|udplite)\\s+|(?:tcp|udp)(?=[A-Z]))?(?:${STATES})(?:\\s|$)`,
)
const OTHER = /^(?:u_str|u_dgr|u_seq|nl|p_raw|p_dgr|icmp6?|raw|v_str|v_dgr|xdp|sctp|dccp|tipc|\?\?\?)\s/
const USERS = /users:\(\(("(?:[^"\\]|\\.)*"|[^,]*),(?:pid=)?(\d+)/
const MORE_USERS = /\),\(/

/** One row, or null. `assumed` is the protocol of a listing without that column. */
export function parseSsRow(text: string, assumed: 'tcp' | 'udp'): ParsedLine | null {
  const found = ROW.exec(text)
  if (!found) return null
  const local = parseEndpoint(found[3] ?? '')
  const remote = parseEndpoint(found[4] ?? '')
  if (!local || !remote) return null
  const cells: Cells = {
    protocol: protocolOf(found[1] ?? '') ?? assumed,
    state: found[2] ?? '',
    local,
    remote,
  }
  const rest = found[5] ?? ''
  const owned = addUsers(cells, rest)
  return { cells, complete: owned || !rest.includes('users:') }
}

function addUsers(cells: Cells, text: string): boolean {
  const users = USERS.exec(text)
  const pid = processId(users?.[2] ?? '')
  if (!users || pid === undefined) return false
  cells.pid = pid
  const name = (users[1] ?? '').replace(/^"|"$/g, '').replace(/\\(.)/g, '$1')
  if (name !== '') cells.process = name
  return true
}

/** Whether the first column (Netid) is missing, and if so which protocol the states tell of. */
function assumedProtocol(sample: readonly string[]): { protocol: 'tcp' | 'udp'; missing: boolean } {
  const states = new Set<string>()
  for (const line of sample) {
    const found = ROW.exec(line)
    if (found?.[1]) return { protocol: 'tcp', missing: false }
    if (found) states.add(found[2] ?? '')
  }
  return { protocol: states.has('UNCONN') && !states.has('LISTEN') ? 'udp' : 'tcp', missing: true }
}

function parseSample(sample: readonly string[]): ParsedLine[] {
  const { protocol } = assumedProtocol(sample)
  return sample.flatMap((line) => parseSsRow(line, protocol) ?? [])
}

function grammarOf(sample: readonly string[], sink: CaptureSink): RowGrammar {
  const { protocol, missing } = assumedProtocol(sample)
  if (missing) {
    sink.note(`The listing has no protocol column; its states are those of ${protocol.toUpperCase()}.`)
  }
  if (sample.some((line) => MORE_USERS.test(line))) {
    sink.note('Some sockets are held by several processes: the first one is given.')
  }
  return {
    starts: (text) => BEGINS.test(text),
    parse: (text) => parseSsRow(text, protocol),
    amend: (cells, text) => cells.process === undefined && /^\s*users:/.test(text) && addUsers(cells, text),
    detail(text, below) {
      if (OTHER.test(text)) return 'another kind of socket'
      if (!below) return 'heading'
      if (/^\s+(?!TCP\s|UDP\s)/.test(text)) return 'further facts'
      return /^(?:Netid|State)\s|^\S+[$#]\s/.test(text) ? 'heading' : undefined
    },
  }
}

export const ss: CaptureReaderKind = {
  format: 'ss',
  score: (sample) => parseSample(sample).length,
  open(sink, sample) {
    const rows = parseSample(sample).map(({ cells }) => cells)
    const words = learnListenWords(rows.filter(({ protocol }) => protocol === 'tcp'))
    return new WrappedRows(grammarOf(sample, sink), words, sink, new Set(rows.map(({ state }) => state)))
  },
}
