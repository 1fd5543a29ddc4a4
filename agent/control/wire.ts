/** tRPC's wire format for one un-batched call without a transformer: input as the body, output in an envelope. */

import { ControlFailure, kindOfStatus, retryAfterMs } from './failure'
import type { HttpAnswer } from './http'

interface Schema<T> {
  safeParse(value: unknown): { success: true; data: T } | { success: false; error: { message: string } }
}

/**
 * The output inside an answer.
 * @throws ControlFailure where the answer is an error, or none that `schema` knows.
 */
export function outputOf<T>(answer: HttpAnswer, schema: Schema<T>, now: number): T {
  if (answer.status < 200 || answer.status > 299) throw failureOf(answer, now)
  const envelope = parse(answer.body)
  const data = member(member(envelope, 'result'), 'data')
  const parsed = schema.safeParse(data)
  if (parsed.success) return parsed.data
  throw new ControlFailure(
    'invalid-answer',
    `not an answer of this protocol: ${parsed.error.message.slice(0, 300)}`,
  )
}

/** What an answer of error says, whatever stood between the server and us. */
export function failureOf(answer: HttpAnswer, now: number): ControlFailure {
  const error = member(parse(answer.body), 'error')
  const code = member(member(error, 'data'), 'code')
  const message = member(error, 'message')
  const details = {
    status: answer.status,
    code: typeof code === 'string' ? code : undefined,
    retryAfterMs: retryAfterMs(answer.headers['retry-after'], now),
  }
  const text = typeof message === 'string' ? message.slice(0, 500) : `HTTP status ${answer.status}`
  return new ControlFailure(kindOfStatus(answer.status), text, details)
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}

function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined
}
