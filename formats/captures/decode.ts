/** Bytes to text: UTF-8 and UTF-16 by their marks or by shape, and the code pages that old consoles write. */

import { type ConsoleCodePage, decodeConsole } from './code-pages'
import { localeOf } from './locale'

/** Names as the platform's `TextDecoder` has them, and the console code pages it lacks. */
export type Encoding =
  | 'utf-8'
  | 'utf-16le'
  | 'utf-16be'
  | 'windows-1252'
  | 'windows-1250'
  | 'windows-1251'
  | 'ibm866'
  | 'shift_jis'
  | 'gbk'
  | ConsoleCodePage

const UTF16_SHAPE = 0.3
const CYRILLIC = ['ru', 'uk']
/** Code pages that consoles write; for some, the only languages they make sense for. */
const CODE_PAGES: [Encoding, string[]?][] = [
  ['cp850'],
  ['windows-1252'],
  ['ibm866', CYRILLIC],
  ['windows-1251', CYRILLIC],
  ['cp852'],
  ['windows-1250'],
  ['cp437'],
  ['shift_jis', ['ja']],
  ['gbk', ['zh']],
]

/** How a file is encoded, judged by its first bytes. Text that is not Unicode is tried in old code pages by its headings. */
export function encodingOf(head: Uint8Array): Encoding {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  let even = 0
  let odd = 0
  for (let i = 0; i < head.length; i++) {
    if (head[i] !== 0) continue
    if (i & 1) odd++
    else even++
  }
  const many = (head.length / 2) * UTF16_SHAPE
  if (odd > many && even < odd / 4) return 'utf-16le'
  if (even > many && odd < even / 4) return 'utf-16be'
  return isUtf8(head) ? 'utf-8' : codePageOf(head)
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    // `stream` lets a character be cut at the end of the head.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}

// Of the pages that give recognised headings, the one in which the other bytes are letters too.
function codePageOf(head: Uint8Array): Encoding {
  const start = head.subarray(0, 8192)
  let best: Encoding = 'windows-1252'
  let fewest = Number.POSITIVE_INFINITY
  for (const [page, languages] of CODE_PAGES) {
    const text = decodeAll(start, page)
    const locale = localeOf(text.split('\n'))
    const strange = text.replace(/[\p{ASCII}\p{L}\p{M}\u2019\u00a0]/gu, '').length
    if (locale === undefined || locale === 'en' || languages?.includes(locale) === false) continue
    if (strange < fewest) {
      best = page
      fewest = strange
    }
  }
  return best
}

function decodeAll(bytes: Uint8Array, encoding: Encoding): string {
  return createDecoder(encoding).decode(bytes)
}

export interface Decoder {
  decode(bytes: Uint8Array): string
  /** What was left of a character cut at the end. */
  end(): string
}

/** A decoder that is fed chunk by chunk. It never throws: what has no meaning becomes U+FFFD. */
export function createDecoder(encoding: Encoding): Decoder {
  if (encoding === 'cp437' || encoding === 'cp850' || encoding === 'cp852') {
    return { decode: (bytes) => decodeConsole(bytes, encoding), end: () => '' }
  }
  const decoder = new TextDecoder(encoding)
  return { decode: (bytes) => decoder.decode(bytes, { stream: true }), end: () => decoder.decode() }
}

const MAGICS: [string, number[]][] = [
  ['a Windows program', [0x4d, 0x5a, 0x90, 0]],
  ['a Linux program', [0x7f, 0x45, 0x4c, 0x46]],
  ['a ZIP archive (or an Office document)', [0x50, 0x4b, 3, 4]],
  ['a gzip archive', [0x1f, 0x8b]],
  ['a PDF document', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['a picture', [0x89, 0x50, 0x4e, 0x47]],
  ['a picture', [0xff, 0xd8, 0xff]],
  ['a network trace (pcap)', [0xd4, 0xc3, 0xb2, 0xa1]],
  ['a network trace (pcapng)', [0x0a, 0x0d, 0x0d, 0x0a]],
  ['an event trace', [0x45, 0x6c, 0x66, 0x46]],
]

/** What a file is when it is no text at all, or null for text. */
export function binaryKind(head: Uint8Array, encoding: Encoding): string | null {
  const magic = MAGICS.find(([, bytes]) => bytes.every((byte, at) => head[at] === byte))
  if (magic) return magic[0]
  const text = decodeAll(head.subarray(0, 65_536), encoding)
  let strange = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (
      (code < 32 && code !== 9 && code !== 10 && code !== 13 && code !== 12 && code !== 27) ||
      code === 0xfffd
    )
      strange++
  }
  return strange > 16 && strange / text.length > 0.1 ? 'binary data' : null
}
