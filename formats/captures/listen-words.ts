/**
 * Which state word means "listening", learnt from the capture itself: states are localised.
 *
 * A listener and a socket that is only bound print the same ends (nobody on the far side). They differ in the word alone.
 * Listeners sit on fixed ports (135, 445, the low ones), bound-only sockets on ports the system picked: the word of the
 * fixed ports is the word for listening, and every other word beside it is not.
 */
import { isNobody } from './endpoint'
import type { Endpoint } from './model'

/** Windows picks ports from here on; Linux from 32768. A fixed port below both is a listener's. */
const FIRST_PICKED = 32_768

/** Words and numbers of interfaces that are never translated. PowerShell prints 100 for Bound when asked for numbers. */
const NEVER_LISTENING = new Set(
  'BOUND 100 UNCONN BOUND-INACTIVE CLOSED CLOSE 1 TIME_WAIT TIMEWAIT'.split(' '),
)
/** The same, the other way: these need no learning. */
const LISTENING = new Set(['LISTEN', 'LISTENING', '2', 'ABHÖREN', 'ESCUCHANDO', 'ESCUCHAR', 'ESCUCHA'])

export interface ListenWords {
  /** Whether a TCP socket without a far side, in this state, listens. */
  listens(state: string): boolean
}

export interface StateSample {
  state: string
  local: Endpoint
  remote: Endpoint
}

/** Learns from the TCP rows of a sample. */
export function learnListenWords(rows: Iterable<StateSample>): ListenWords {
  const score = new Map<string, number>()
  for (const { state, local, remote } of rows) {
    if (!isNobody(remote)) continue
    const word = state.toUpperCase()
    score.set(word, (score.get(word) ?? 0) + weight(local.port))
  }
  const known = [...score.keys()].filter((word) => LISTENING.has(word))
  return new Learnt(known.length > 0 ? new Set(known) : new Set(best(score)))
}

function weight(port: number | undefined): number {
  if (port === 135 || port === 445) return 1000
  if (port !== undefined && port < 1024) return 100
  if (port !== undefined && port < FIRST_PICKED) return 10
  return 0.001
}

function best(score: Map<string, number>): string[] {
  let winner: string | undefined
  let most = 0
  for (const [word, points] of score) {
    if (!NEVER_LISTENING.has(word) && points > most) {
      winner = word
      most = points
    }
  }
  return winner === undefined ? [] : [winner]
}

class Learnt implements ListenWords {
  private readonly memory = new Map<string, boolean>()

  constructor(private readonly words: ReadonlySet<string>) {}

  listens(state: string): boolean {
    const known = this.memory.get(state)
    if (known !== undefined) return known
    const word = state.toUpperCase()
    const answer =
      LISTENING.has(word) || this.words.has(word) || (this.words.size === 0 && !NEVER_LISTENING.has(word))
    if (this.memory.size < 200) this.memory.set(state, answer)
    return answer
  }
}
