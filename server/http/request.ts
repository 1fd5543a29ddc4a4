/** What the handlers for people read from a request. */

import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { AppError } from '../errors'

export function headersOf(req: IncomingMessage): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(req.headers)) {
    if (value === undefined || name.startsWith(':')) continue
    headers.set(name, Array.isArray(value) ? value.join(', ') : value)
  }
  return headers
}

/** The peer; or, from a proxy on this machine, the last address it saw. */
export function clientAddress(req: IncomingMessage, proxied: boolean): string {
  const peer = req.socket.remoteAddress ?? 'unknown'
  if (!proxied || !/^(127\.|::1$|::ffff:127\.)/.test(peer)) return peer
  const forwarded = req.headers['x-forwarded-for']
  const seen = (Array.isArray(forwarded) ? forwarded.join(',') : (forwarded ?? '')).split(',').at(-1)?.trim()
  return seen && seen.length <= 64 ? seen : peer
}

/** Names one request in the log and in the record. */
export const newRequestId = (): string => randomUUID()

/** Reads a small JSON body. @throws AppError `too-large`, `bad-input`. */
export async function readJson(req: IncomingMessage, maxBytes: number): Promise<unknown> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > maxBytes) throw new AppError('too-large', `The body is larger than ${maxBytes} bytes.`)
    chunks.push(chunk)
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'))
  } catch {
    throw new AppError('bad-input', 'The body is not valid JSON.')
  }
}
