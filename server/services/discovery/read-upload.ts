/** One uploaded file, read as it arrives, on a thread of its own where there is one. */

import { existsSync } from 'node:fs'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { type Problem, problemText, type Result } from '~/domain/result'
import { AppError } from '../../errors'
import { UploadThread } from './read-upload-thread'
import { type KeptContent, type ReadUpload, UploadReading } from './upload-reading'

export const MAX_UPLOAD_BYTES = 200 * 1024 * 1024
/** Beside the bundle; absent where the sources run by themselves. */
const BUNDLED_THREAD = new URL('./capture-worker.mjs', import.meta.url)

interface Reader {
  push(piece: Uint8Array): Promise<void> | void
  finish(bytes: number): Promise<Result<ReadUpload>> | Result<ReadUpload>
  close(): Promise<void> | void
}

/** @throws AppError `too-large`, and `bad-input` for what is no capture, or is of two machines. */
export async function readUpload(
  name: string,
  body: AsyncIterable<Uint8Array>,
  thread: URL | null = existsSync(BUNDLED_THREAD) ? BUNDLED_THREAD : null,
): Promise<ReadUpload> {
  const reader = thread ? new UploadThread(thread, name) : readHere(name)
  try {
    let bytes = 0
    for await (const piece of body) {
      bytes += piece.length
      if (bytes > MAX_UPLOAD_BYTES) throw tooLarge()
      await reader.push(piece)
    }
    const read = await reader.finish(bytes)
    if (read.ok) return read.value
    throw refusal(read.problem)
  } finally {
    await reader.close()
  }
}

function readHere(name: string): Reader {
  const reading = new UploadReading(name)
  return {
    push: (piece) => reading.push(piece),
    finish: (bytes) => reading.end(bytes),
    close: () => {},
  }
}

export const tooLarge = () =>
  new AppError('too-large', `A capture has at most ${MAX_UPLOAD_BYTES / 1024 / 1024} MB.`)

/** A file, or a comparison, that proves nothing: with the rule that it breaks. */
export const refusal = (found: Problem): AppError =>
  new AppError('bad-input', problemText(found).slice(0, 1_000), {
    problems: [{ ...found, field: 'file' }],
  })

const compress = promisify(gzip)
export const packContent = (content: KeptContent): Promise<Uint8Array> =>
  compress(Buffer.from(JSON.stringify(content)))
