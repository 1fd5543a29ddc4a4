import type { IncomingMessage, ServerResponse } from 'node:http'
import { type AppError, ERROR_CODES, publicError } from '~/server/errors'

export type Handler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>

/** One JSON answer, whole. Answers of the API are never kept by anyone on the way. */
export function answerJson(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Record<string, string> = {},
): void {
  const text = JSON.stringify(body)
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    ...headers,
  })
  response.end(text)
}

/** `{error: {code, message, ...}}` with the status of the code. */
export function answerError(response: ServerResponse, error: AppError): void {
  const headers: Record<string, string> =
    error.retryAfter === undefined ? {} : { 'retry-after': String(error.retryAfter) }
  answerJson(response, ERROR_CODES[error.code].status, { error: publicError(error) }, headers)
}
