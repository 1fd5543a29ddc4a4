/** Bodies of agents' calls, within their bounds. */

import type { IncomingMessage } from 'node:http'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { AppError } from '../../errors'

const unzip = promisify(gunzip)

/**
 * Collects a body of at most `max` bytes. Callbacks, not promises: the idle check-in passes here.
 * `failed` is called at most once, and never after `done`.
 */
export function readBody(
  req: IncomingMessage,
  max: number,
  done: (body: Buffer) => void,
  failed: (error: AppError) => void,
): void {
  let first: Buffer | null = null
  let rest: Buffer[] | null = null
  let size = 0
  let over = false
  const refuse = (error: AppError) => {
    if (over) return
    over = true
    failed(error)
  }
  req.on('data', (chunk: Buffer) => {
    if (over) return
    size += chunk.length
    if (size > max) refuse(tooLarge(max))
    if (over) return
    if (!first) first = chunk
    else if (rest) rest.push(chunk)
    else rest = [first, chunk]
  })
  req.on('end', () => {
    if (over) return
    over = true
    done(rest ? Buffer.concat(rest, size) : (first ?? EMPTY))
  })
  req.on('error', () => refuse(new AppError('bad-input', 'The body ended early.')))
}

const EMPTY = Buffer.alloc(0)

/**
 * One header without the others: `req.headers` makes an object of them all, which an idle check-in can do without.
 * The first one counts, as it does there.
 */
export function headerOf(req: IncomingMessage, name: string): string | undefined {
  const { rawHeaders } = req
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const found = rawHeaders[at] as string
    if (found.length === name.length && found.toLowerCase() === name) return rawHeaders[at + 1]
  }
  return undefined
}

export function tooLarge(max: number): AppError {
  return new AppError('too-large', `The body is larger than ${max} bytes.`)
}

/** @throws AppError `bad-input` */
export function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    throw new AppError('bad-input', 'The body is not valid JSON.')
  }
}

/** Reads a JSON body, gzipped or not; `max` holds before and after unpacking. @throws AppError */
export async function readJsonBody(req: IncomingMessage, max: number): Promise<unknown> {
  const encoding = req.headers['content-encoding'] ?? 'identity'
  if (encoding !== 'identity' && encoding !== 'gzip') {
    throw new AppError('bad-input', `content-encoding: ${encoding}: bodies come plain or as gzip.`)
  }
  const body = await new Promise<Buffer>((resolve, reject) => readBody(req, max, resolve, reject))
  return parseJson(encoding === 'gzip' ? await unpack(body, max) : body)
}

async function unpack(body: Buffer, max: number): Promise<Buffer> {
  try {
    return await unzip(body, { maxOutputLength: max })
  } catch (error) {
    const isTooLarge = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
    throw isTooLarge ? tooLarge(max) : new AppError('bad-input', 'The body is not valid gzip.')
  }
}
