/** Which format a file has, by the shape of its lines. Words decide nothing. */

import { agentLines } from './agent-lines'
import type { CaptureFormat, CaptureReaderKind, CaptureSink } from './model'
import { netstatLinux } from './netstat-linux'
import { netstatWindows } from './netstat-windows'
import { powershellCsv } from './powershell-csv'
import { powershellList } from './powershell-list'
import { powershellTable } from './powershell-table'
import { queryProcess, qwinsta } from './sessions'
import { ss } from './ss'
import { tasklistCsv, tasklistList, tasklistTable } from './tasklist'
import { tcpvconCsv } from './tcpvcon-csv'
import { tcpvconPlain } from './tcpvcon-plain'
import { tcpview, tcpviewV4 } from './tcpview'

/** In order of how peculiar their shape is: of two with one score the first is taken. */
const KINDS: readonly CaptureReaderKind[] = [
  agentLines,
  powershellCsv,
  powershellTable,
  powershellList,
  tasklistTable,
  tasklistCsv,
  tcpvconCsv,
  netstatWindows,
  netstatLinux,
  ss,
  tcpvconPlain,
  tcpview,
  tcpviewV4,
  queryProcess,
  tasklistList,
  qwinsta,
]

/** Lines of the beginning that are looked at. */
export const SAMPLE_LINES = 2_000

/** The format of a sample of lines, one format left out; null when no line has the shape of any. */
export function sniff(sample: readonly string[], but?: CaptureReaderKind): CaptureReaderKind | null {
  let best: CaptureReaderKind | null = null
  let most = 0
  for (const kind of KINDS) {
    const score = kind === but ? 0 : kind.score(sample)
    if (score > most) {
      best = kind
      most = score
    }
  }
  return best
}

/** Reasons of lines that belong to the row above them. */
const OF_A_ROW = new Set([
  'continues the row above',
  'detail of the row above',
  'detail of the process above',
  'names the program of the row above',
  'property of the row above',
])

/** What else is in a file: rows of another format, by the numbers of their lines. */
export interface OtherFormat {
  format: CaptureFormat
  lines: ReadonlySet<number>
}

/**
 * Another format among the lines in which this one finds no row, be it that it rejects them or takes them for headings;
 * or null. The file is probably two files in one. One line of another shape is an accident, two are a listing.
 */
export function otherFormat(kind: CaptureReaderKind, sample: readonly string[]): OtherFormat | null {
  const left = unread(kind, sample)
  if (left.length < 2) return null
  const texts = left.map((line) => sample[line - 1] ?? '')
  const other = sniff(texts, kind)
  if (!other) return null
  const lines = new Set<number>()
  const found = (at: number) => void lines.add(left[at - 1] ?? 0)
  const skip = (at: number, reason: string) => OF_A_ROW.has(reason) && found(at)
  readThrough(other, texts, { row: ({ line }) => found(line), process: found, session: found, skip })
  return lines.size < 2 ? null : { format: other.format, lines }
}

/** The numbers of lines that are no row and not blank. */
function unread(kind: CaptureReaderKind, sample: readonly string[]): number[] {
  const left = new Set<number>()
  const reject = (line: number) => void left.add(line)
  const skip = (line: number) => {
    if (sample[line - 1]?.trim() !== '') left.add(line)
  }
  readThrough(kind, sample, { reject, skip })
  return [...left].sort((one, other) => one - other)
}

function readThrough(kind: CaptureReaderKind, lines: readonly string[], heard: Partial<CaptureSink>): void {
  const ignore = () => {}
  const deaf = { row: ignore, skip: ignore, process: ignore, session: ignore, note: ignore, reject: ignore }
  const reader = kind.open({ ...deaf, ...heard }, lines)
  for (const [at, line] of lines.entries()) reader.line(line, at + 1)
  reader.end(false)
}
