/** tRPC's words for an un-batched call without a transformer, written by hand. A contract test compares them. */

import type { ServerResponse } from 'node:http'
import { TRPC_ERROR_CODES_BY_KEY } from '@trpc/server/rpc'
import { type AppError, ERROR_CODES, publicError } from '../../errors'

const JSON_TYPE = 'application/json'

export function answerData(res: ServerResponse, data: unknown): void {
  const text = JSON.stringify({ result: { data } })
  res.writeHead(200, { 'content-type': JSON_TYPE, 'content-length': Buffer.byteLength(text) })
  res.end(text)
}

export function answerFailure(res: ServerResponse, path: string, error: AppError): void {
  const { status, trpc } = ERROR_CODES[error.code]
  const data = { code: trpc, httpStatus: status, path, app: publicError(error) }
  const text = JSON.stringify({
    error: { message: error.message, code: TRPC_ERROR_CODES_BY_KEY[trpc], data },
  })
  const headers: Record<string, string | number> = {
    'content-type': JSON_TYPE,
    'content-length': Buffer.byteLength(text),
  }
  if (error.retryAfter !== undefined) headers['retry-after'] = Math.ceil(error.retryAfter)
  // The rest of a body that was refused is not read.
  if (error.code === 'too-large') headers.connection = 'close'
  res.writeHead(status, headers)
  res.end(text)
}
