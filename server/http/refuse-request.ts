import type { IncomingMessage, ServerResponse } from 'node:http'
import { ERROR_CODES, publicError } from '../errors'
import type { Logger } from '../log'
import { asAppError, isForTheLog } from '../services/failure'
import { answerJson } from './answer'

/**
 * Answers people's calls that failed: `{error: {code, message, field?, …, requestId}}`. What is no `AppError` is logged
 * here, once, with the id that the answer carries.
 */
export function refuseRequest(res: ServerResponse, thrown: unknown, log: Logger, requestId: string): void {
  const error = asAppError(thrown)
  if (isForTheLog(error)) log.error({ err: thrown, requestId }, 'a request failed')
  if (res.headersSent || res.writableEnded) return void res.destroy()
  const headers: Record<string, string> = {}
  if (error.retryAfter !== undefined) headers['retry-after'] = String(Math.ceil(error.retryAfter))
  // The rest of a body that was refused is not read.
  if (error.code === 'too-large') headers.connection = 'close'
  const shown = publicError(error)
  const field = shown.problems?.[0]?.field
  answerJson(
    res,
    ERROR_CODES[shown.code].status,
    { error: { ...shown, ...(field && { field }), requestId } },
    headers,
  )
}

/** Answers 405 and returns false when the method is another. */
export function requireMethod(req: IncomingMessage, res: ServerResponse, method: string): boolean {
  if (req.method === method) return true
  const message = `This address is called with ${method}.`
  answerJson(res, 405, { error: { code: 'bad-input', message } }, { allow: method })
  return false
}
