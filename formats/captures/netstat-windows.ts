/**
 * Windows `netstat` with any of `-a -n -o -b -t -q`, in any language:
 * `  TCP    0.0.0.0:135    0.0.0.0:0    LISTENING    748`, and below it, with `-b`, a component and ` [svchost.exe]`.
 */
import { parseEndpoint, processId, wordsOf } from './endpoint'
import { learnListenWords } from './listen-words'
import type { CaptureReaderKind } from './model'
import { type Cells, protocolOf } from './row'
import { type ParsedLine, type RowGrammar, WrappedRows } from './wrapped-rows'

const START = /^\s*(?:TCP|UDP)(?:v6)?\s/i
const DIGITS = /^\d+$/
const OWNER = /^\s*\[([^\]].*)\]\s*$/

/** One row, or null. `withPid` says that rows of this file end with a process id. */
export function parseWindowsRow(text: string, withPid: boolean): ParsedLine | null {
  const words = wordsOf(text)
  const protocol = protocolOf(words[0] ?? '') ?? protocolOf(words[0]?.toUpperCase() ?? '')
  const local = parseEndpoint(words[1] ?? '')
  const remote = protocol && local && parseEndpoint(words[2] ?? '')
  if (!protocol || !local || !remote) return null
  let at = words.length - 1
  while (at > 2 && processId(words[at] ?? '') === undefined) at--
  const pid = at > 2 ? processId(words[at] ?? '') : undefined
  const end = pid === undefined ? words.length : at
  const state = end === 4 ? (words[3] ?? '') : words.slice(3, end).join(' ')
  // A number in the state is the other half of a wrapped port, or no process id.
  if (end > 4 && words.slice(3, end).some((word) => DIGITS.test(word))) return null
  const cells: Cells = { protocol, state: protocol === 'udp' && state === 'n/a' ? '' : state, local, remote }
  if (pid !== undefined) cells.pid = pid
  return { cells, complete: (protocol === 'udp' || state !== '') && (pid !== undefined || !withPid) }
}

function parseSample(sample: readonly string[]): ParsedLine[] {
  return sample.flatMap((line) => {
    const row = START.test(line) ? parseWindowsRow(line, false) : null
    return row ? [row] : []
  })
}

export const netstatWindows: CaptureReaderKind = {
  format: 'netstat-windows',
  score: (sample) => parseSample(sample).length,
  open(sink, sample) {
    const rows = parseSample(sample)
    const withPid = rows.filter(({ cells }) => cells.pid !== undefined).length * 4 > rows.length
    const withOwners = sample.some((line) => OWNER.test(line))
    // As netstat prints it, what stands below a row is as indented as the row.
    const indented = sample.some((line) => START.test(line) && /^\s/.test(line))
    const seen = new Map<string, number>()
    for (const { cells } of rows) seen.set(cells.state, (seen.get(cells.state) ?? 0) + 1)
    if (!withPid) sink.note('The listing has no process ids (netstat without -o).')
    const grammar: RowGrammar = {
      starts: (text) => START.test(text),
      parse: (text) => parseWindowsRow(text, withPid),
      owner: (text) => OWNER.exec(text)?.[1]?.trim(),
      detail(text, below) {
        if (!below) return 'heading'
        if (withOwners && (!indented || /^\s/.test(text))) return 'component, or why the program is not known'
        if (/^[A-Za-z]:\\.*>|^PS .*>/.test(text)) return 'command prompt'
        return /^\s+\p{L}+\s+\p{L}.*\s{2,}\p{L}/u.test(text) ? 'heading' : undefined
      },
    }
    const words = learnListenWords(
      rows.map(({ cells }) => cells).filter(({ protocol }) => protocol === 'tcp'),
    )
    return new WrappedRows(grammar, words, sink, new Set(seen.keys()))
  },
}
