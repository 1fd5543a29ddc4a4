/** Linux `netstat -tunap`: `tcp  0  0 127.0.0.1:631  0.0.0.0:*  LISTEN  812/cupsd`, with `-e` and `-o` columns if any. */

import { parseEndpoint, processId } from './endpoint'
import { learnListenWords } from './listen-words'
import type { CaptureReaderKind } from './model'
import { protocolOf } from './row'
import { type ParsedLine, type RowGrammar, WrappedRows } from './wrapped-rows'

const START = /^\s*(?:tcp|udp|udplite)[46]?\s+\d+\s+\d+\s/
const BEGINS = /^\s*(?:tcp|udp|udplite)[46]?(?:\s|$)/
// Everything after the addresses: state, then user and inode with -e, then owner, then timer with -o.
const OWNER = /(?:^|\s)(\d+)\/(.*?)(?:\s+(?:off|on|keepalive|timewait|unkn-\d+)\s+\(.*\))?\s*$/

/** One row, or null. `withOwner` says that rows of this file name their owner, or print `-` in its place. */
export function parseLinuxRow(text: string, withOwner: boolean): ParsedLine | null {
  const found = /^\s*(\w+)\s+\d+\s+\d+\s+(\S+)\s+(\S+)(.*)$/.exec(text)
  const protocol = protocolOf(found?.[1] ?? '')
  const local = parseEndpoint(found?.[2] ?? '')
  const remote = parseEndpoint(found?.[3] ?? '')
  if (!protocol || !local || !remote) return null
  const rest = found?.[4] ?? ''
  const owner = OWNER.exec(rest)
  const before = owner ? rest.slice(0, owner.index) : rest
  const state: string[] = []
  for (const word of before.trim().split(/\s+/)) {
    if (word === '-' || /^\d/.test(word)) break
    state.push(word)
  }
  // With -e and without a state (UDP), a user's name would stand where the state does: it is followed by an inode.
  const words = protocol === 'udp' && /^\s*[a-z][\w-]*\s+\d+/.test(before) ? [] : state
  const pid = processId(owner?.[1] ?? '')
  return {
    cells: {
      protocol,
      state: words.join(' '),
      local,
      remote,
      ...(pid !== undefined && { pid }),
      ...(owner?.[2] && { process: programName(owner[2]) }),
    },
    complete: withOwner ? hasOwner(rest) : protocol === 'udp' || words.length > 0,
  }
}

// Daemons write what they do into their name: `sshd: ana [priv]`, `nginx: master`.
function programName(text: string): string {
  const name = text.trim()
  const colon = name.indexOf(': ')
  return colon > 0 ? name.slice(0, colon) : name.replace(/:$/, '')
}

const hasOwner = (rest: string) => OWNER.test(rest) || /\s-(?:\s|$)/.test(rest)

function parseSample(sample: readonly string[]): ParsedLine[] {
  return sample.flatMap((line) => {
    const row = START.test(line) ? parseLinuxRow(line, false) : null
    return row ? [row] : []
  })
}

export const netstatLinux: CaptureReaderKind = {
  format: 'netstat-linux',
  score: (sample) => parseSample(sample).length,
  open(sink, sample) {
    const rows = parseSample(sample).map(({ cells }) => cells)
    const withOwner = sample.some((line) => START.test(line) && OWNER.test(line))
    const grammar: RowGrammar = {
      starts: (text) => BEGINS.test(text),
      parse: (text) => parseLinuxRow(text, withOwner),
      detail(text, below) {
        if (/^(?:unix|raw6?|sctp|raw)\s/.test(text)) return 'another kind of socket'
        if (!below || /^\s*\p{L}+\s+Recv-Q|^\D*\(\D*\)\s*$/u.test(text)) return 'heading'
        return /^[\w.-]+@?[\w.-]*[:~$#]/.test(text) ? 'command prompt' : undefined
      },
    }
    const words = learnListenWords(rows.filter(({ protocol }) => protocol === 'tcp'))
    return new WrappedRows(grammar, words, sink, new Set(rows.map(({ state }) => state)))
  },
}
