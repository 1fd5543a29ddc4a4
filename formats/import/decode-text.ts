/** Bytes to text: byte order marks, UTF-8, UTF-16, and the ANSI of older Windows files. */

import { type Place, unreadable } from './import-result'

/** A policy export of the largest sites has a few megabytes; beyond this a file is not one. */
export const MAX_IMPORT_BYTES = 64 * 1024 * 1024

export interface DecodeOptions {
  /** Files that Windows tools wrote in the code page of their machine, when they are not UTF-8. */
  ansi?: boolean
  /** The most bytes this format's reader takes; `MAX_IMPORT_BYTES` unless told. */
  limit?: number
}

export interface Decoded {
  text: string
  encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'
}

/** @throws Unreadable for a file that is too large, or is no text of a known encoding; with line and column. */
export function decodeText(file: string, bytes: Uint8Array, options: DecodeOptions = {}): Decoded {
  const limit = options.limit ?? MAX_IMPORT_BYTES
  if (bytes.length > limit) tooLarge(file, bytes, limit)
  const encoding = encodingOf(bytes)
  const text = strictly(encoding, bytes)
  if (text !== null) return { text: withoutNul(file, text), encoding }
  if (options.ansi && encoding === 'utf-8') {
    return {
      text: withoutNul(file, new TextDecoder('windows-1252').decode(bytes)),
      encoding: 'windows-1252',
    }
  }
  const readable = new TextDecoder(encoding).decode(bytes)
  const bad = readable.indexOf('\ufffd')
  return unreadable(
    placeAt(file, readable, bad < 0 ? readable.length : bad),
    `byte pattern that is not ${encoding}`,
    `it is not ${encoding} text`,
    'Save the file as UTF-8, or export it again.',
  )
}

function tooLarge(file: string, bytes: Uint8Array, limit: number): never {
  const head = new TextDecoder().decode(bytes.subarray(0, limit))
  const megabytes = (bytes.length / 1024 / 1024).toFixed(1)
  return unreadable(
    placeAt(file, head, head.length),
    `${megabytes} MB`,
    `a file of this format has at most ${limit / 1024 / 1024} MB; the place is where that much is read`,
    'Split it, or export fewer policies.',
  )
}

function encodingOf(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  const [first, second, third, fourth] = bytes
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  // Without a mark: the first characters of every format here are ASCII, so half of their bytes are zero in UTF-16.
  if (first !== 0 && second === 0 && third !== 0 && fourth === 0) return 'utf-16le'
  if (first === 0 && second !== 0 && third === 0 && fourth !== 0) return 'utf-16be'
  return 'utf-8'
}

function strictly(encoding: Decoded['encoding'], bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

function withoutNul(file: string, text: string): string {
  const at = text.indexOf('\0')
  if (at < 0) return text
  return unreadable(
    placeAt(file, text, at),
    'a NUL character',
    'it is no text file',
    'Choose the export itself, not an archive or a binary copy of it.',
  )
}

/** The line and column (both from 1) of an offset into a text. */
export function placeAt(file: string, text: string, offset: number): LinePlace {
  return placesIn(file, text)(offset)
}

export type LinePlace = Place & { line: number; column: number }

/** The same for many offsets into one text: the ends of its lines are looked for once. */
export function placesIn(file: string, text: string): (offset: number) => LinePlace {
  let starts: number[] | null = null
  return (offset) => {
    starts ??= lineStarts(text)
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return { file, line: low + 1, column: offset - (starts[low] ?? 0) + 1 }
  }
}

function lineStarts(text: string): number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}
