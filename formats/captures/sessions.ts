/**
 * `qwinsta` (`query session`) and `query process`: who is in which session. Read by where the numbers stand, since
 * headings and states are translated.
 */
import { processId } from './endpoint'
import type { CaptureReaderKind, NamedProcess, NamedSession } from './model'

/** Ids from here on are listeners (`rdp-tcp`), not sessions. */
const FIRST_LISTENER = 65_536
/** No line of these listings is longer; the patterns below would take the square of it. */
const MAX_WIDTH = 400
/** Where the user column begins: a disconnected session has no name before it. */
const USER_COLUMN = 19

type SessionLine = NamedSession | 'listener' | null

function sessionOf(text: string): SessionLine {
  if (text.length > MAX_WIDTH) return null
  const found = /^[ >]?(.*?)\s+(\d{1,10})\s+(\S.*)?$/.exec(text)
  const id = processId(found?.[2] ?? '')
  // More numbers behind the id are those of another listing.
  if (!found || id === undefined || /(?:^|\s)\d|[\\/:=]/.test(found[3] ?? '')) return null
  const names = (found[1] ?? '').trim().split(/\s+/).filter(Boolean)
  if (names.length > 3 || (names.length === 0 && !found[3])) return null
  if (id >= FIRST_LISTENER) return 'listener'
  const indent = text.length - text.replace(/^[ >]+/, '').length
  const user = indent >= USER_COLUMN - 2 && names.length >= 1 ? names.join(' ') : names.slice(1).join(' ')
  return { id, ...(user !== '' && { user }) }
}

const looksLikeHeading = (text: string) =>
  /^\s?\p{Lu}[\p{L} .№#-]{5,}\s{2,}\S/u.test(text) && !/\s\d+\s/.test(text)

export const qwinsta: CaptureReaderKind = {
  format: 'qwinsta',
  score: (sample) =>
    sample.some((line) => sessionOf(line) !== null) && sample.some((line) => looksLikeHeading(line))
      ? sample.filter((line) => sessionOf(line) !== null && queryProcessOf(line) === null).length
      : 0,
  open: (sink) => ({
    line(text, number) {
      const found = sessionOf(text)
      if (found === 'listener') sink.skip(number, 'a listener, not a session')
      else if (found) sink.session(number, found)
      else if (text.trim() === '') sink.skip(number, 'blank line')
      else if (number <= 5) sink.skip(number, 'heading')
      else sink.reject(number, 'no session id in the row')
    },
    end: () => {},
  }),
}

function queryProcessOf(text: string): NamedProcess | null {
  if (text.length > MAX_WIDTH) return null
  const found = /^[ >]?(.*?)\s+(\d{1,10})\s+(\d{1,10})\s+(\S.*?)\s*$/.exec(text)
  const session = processId(found?.[2] ?? '')
  const pid = processId(found?.[3] ?? '')
  if (!found || session === undefined || session >= FIRST_LISTENER || pid === undefined) return null
  // tasklist's rows end in a size: `9,012 K`.
  if (/^[\d.,\u00a0\u202f]*\s*\p{Lu}$/u.test(found[4] ?? '') || /[:"]/.test(text)) return null
  const names = (found[1] ?? '').trim().split(/\s{2,}|\t/)
  if (names.length > 3) return null
  const user = names[0] ?? ''
  return { pid, session, name: found[4], ...(user !== '' && !user.startsWith('(') && { user }) }
}

export const queryProcess: CaptureReaderKind = {
  format: 'query-process',
  score: (sample) => sample.filter((line) => queryProcessOf(line) !== null).length,
  open: (sink) => ({
    line(text, number) {
      const found = queryProcessOf(text)
      if (found) sink.process(number, found)
      else if (text.trim() === '') sink.skip(number, 'blank line')
      else if (number <= 5) sink.skip(number, 'heading')
      else sink.reject(number, 'no session and process id in the row')
    },
    end: () => {},
  }),
}
