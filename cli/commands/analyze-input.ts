/** The files of `vipfarm analyze`: read in chunks, twice if need be, small ones kept. */

import { type CaptureFormat, SIDE_FORMATS } from '~/formats/captures/model'
import { formatOfHead, HEAD_BYTES } from '~/formats/captures/read-capture'
import type { CliIo } from '../io'
import { unreadableReason } from '../unreadable'

/** Files up to here are kept in memory; pipes (`<(ss -tunap)`) can be read only once. */
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
  chunks(): AsyncIterable<Uint8Array>
}

/** Reads the beginning of a file. A file that cannot be read, or is no capture, says so in `refused`. */
export async function openInput(path: string, io: CliIo): Promise<InputFile> {
  const kept: Uint8Array[] = []
  let bytes = 0
  let whole = true
  try {
    for await (const chunk of chunksOf(path, io)) {
      if (bytes >= KEEP_BYTES) {
        whole = false
        break
      }
      kept.push(chunk)
      bytes += chunk.length
    }
  } catch (error) {
    return refusedInput(path, unreadableReason(error))
  }
  const head = joined(kept, HEAD_BYTES)
  const format = formatOfHead(head)
  if (typeof format !== 'string') return refusedInput(path, `${format.refused}.`)
  return {
    name: path,
    format,
    isSide: SIDE_FORMATS.has(format),
    headText: new TextDecoder().decode(head.subarray(0, 65_536)),
    chunks: () => (whole ? again(kept) : chunksOf(path, io)),
  }
}

function refusedInput(name: string, refused: string): InputFile {
  return { name, format: 'agent', isSide: false, headText: '', refused, chunks: () => again([]) }
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
