/** The files of `vipfarm analyze`: read in chunks, twice if need be, small ones kept. */

import { type CaptureFormat, SIDE_FORMATS } from '~/formats/captures/model'
import { formatOfHead, HEAD_BYTES } from '~/formats/captures/read-capture'
import type { CliIo } from '../io'
import { unreadableReason } from '../unreadable'

/** Files up to here are kept in memory and read once. */
const KEEP_BYTES = 16 * 1024 * 1024

export interface InputFile {
  /** As given on the command line. */
  name: string
  format: CaptureFormat
  /** Lists of processes and sessions are read before captures. */
  isSide: boolean
  /** The beginning as plain text, for what only programs' names tell. */
  headText: string
  /** Why it is no capture. */
  refused?: string
  /** A pipe (`<(ss -tunap)`) that does not fit into memory: its pieces can be had once. */
  isOnce: boolean
  /** From the beginning, each time. */
  chunks(): AsyncIterable<Uint8Array>
  /** Lets go of what was opened and is not read to its end. */
  close(): Promise<void>
}

/** Reads the beginning of a file. A file that cannot be read, or is no capture, says so in `refused`. */
export async function openInput(path: string, io: CliIo): Promise<InputFile> {
  const reading = chunksOf(path, io)[Symbol.asyncIterator]()
  const close = async () => void (await reading.return?.())
  const kept: Uint8Array[] = []
  let bytes = 0
  let whole = false
  try {
    while (!whole && bytes < KEEP_BYTES) {
      const { done, value } = await reading.next()
      if (done) whole = true
      else bytes += kept[kept.push(value) - 1]?.length ?? 0
    }
  } catch (error) {
    return refusedInput(path, unreadableReason(error))
  }
  const head = joined(kept, HEAD_BYTES)
  const format = formatOfHead(head)
  if (typeof format !== 'string') {
    await close()
    return refusedInput(path, `${format.refused}.`)
  }
  let begun = false
  return {
    name: path,
    format,
    isSide: SIDE_FORMATS.has(format),
    headText: new TextDecoder().decode(head.subarray(0, 65_536)),
    isOnce: !whole && (await io.isPipe?.(path)) === true,
    chunks() {
      if (whole) return again(kept)
      if (begun) return chunksOf(path, io)
      begun = true
      return continued(kept.splice(0), reading)
    },
    close,
  }
}

function refusedInput(name: string, refused: string): InputFile {
  return {
    ...{ name, format: 'agent', isSide: false, headText: '', refused, isOnce: false },
    chunks: () => again([]),
    close: async () => {},
  }
}

/** What was read already, and then the rest: a pipe does not begin anew. */
async function* continued(kept: Uint8Array[], reading: AsyncIterator<Uint8Array>): AsyncIterable<Uint8Array> {
  for (let piece = kept.shift(); piece; piece = kept.shift()) yield piece
  for (let next = await reading.next(); !next.done; next = await reading.next()) yield next.value
}

async function* again(chunks: readonly Uint8Array[]): AsyncIterable<Uint8Array> {
  yield* chunks
}

async function* chunksOf(path: string, io: CliIo): AsyncIterable<Uint8Array> {
  if (io.readChunks) yield* io.readChunks(path)
  else yield await io.readFile(path)
}

function joined(chunks: readonly Uint8Array[], limit: number): Uint8Array {
  const size = Math.min(
    limit,
    chunks.reduce((sum, { length }) => sum + length, 0),
  )
  const whole = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    if (at >= size) break
    whole.set(chunk.subarray(0, size - at), at)
    at += Math.min(chunk.length, size - at)
  }
  return whole
}
