/** Which format a file has, by the shape of its lines. Words decide nothing. */

import { agentLines } from './agent-lines'
import type { CaptureReaderKind, CaptureSink } from './model'
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

/** The format of a sample of lines, or null when no line has the shape of any. */
export function sniff(sample: readonly string[]): CaptureReaderKind | null {
  let best: CaptureReaderKind | null = null
  let most = 0
  for (const kind of KINDS) {
    const score = kind.score(sample)
    if (score > most) {
      best = kind
      most = score
    }
  }
  return best
}

/**
 * Another format among the lines that this one does not read, or null: the file is probably two files in one.
 * One line of another shape is an accident, two are a listing.
 */
export function otherFormat(kind: CaptureReaderKind, sample: readonly string[]): CaptureReaderKind | null {
  const left = unread(kind, sample)
  if (left.length < 2) return null
  const other = sniff(left)
  return other && other !== kind && other.score(left) >= 2 ? other : null
}

function unread(kind: CaptureReaderKind, sample: readonly string[]): string[] {
  const rejected = new Set<number>()
  const ignore = () => {}
  const sink: CaptureSink = {
    row: ignore,
    skip: ignore,
    process: ignore,
    session: ignore,
    note: ignore,
    reject: (line) => rejected.add(line),
  }
  const reader = kind.open(sink, sample)
  for (const [at, line] of sample.entries()) reader.line(line, at + 1)
  reader.end(false)
  return sample.filter((_, at) => rejected.has(at + 1))
}
