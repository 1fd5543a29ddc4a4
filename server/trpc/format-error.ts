import type { TRPCDefaultErrorShape, TRPCError } from '@trpc/server'
import { ZodError } from 'zod'
import { AppError, type PublicError, publicError } from '../errors'
import { isForTheLog } from '../services/failure'
import { zodProblems } from './zod-problems'

/** The shape of every failed call: `data.app` is what people are told; the message is the same sentence. */
export function formatError({
  shape,
  error,
  input,
}: {
  shape: TRPCDefaultErrorShape
  error: TRPCError
  input: unknown
}) {
  const app = appErrorOf(error, input)
  return { ...shape, message: app.message, data: { ...shape.data, app } }
}

/** What may leave the server about a failed call. */
export function appErrorOf(error: TRPCError, input: unknown): PublicError {
  const { cause } = error
  if (cause instanceof AppError) return publicError(cause)
  if (cause instanceof ZodError) {
    return {
      code: 'bad-input',
      message: 'The input breaks a rule. Each problem names its field.',
      problems: zodProblems(cause, input),
    }
  }
  return PUBLIC_BY_TRPC_CODE[error.code] ?? publicError(error)
}

/** What nobody but us can mend: logged with its cause. */
export function isDefect(error: TRPCError): boolean {
  const { cause } = error
  if (cause instanceof AppError) return isForTheLog(cause)
  return error.code === 'INTERNAL_SERVER_ERROR'
}

// Errors that tRPC itself finds, before any procedure runs.
const PUBLIC_BY_TRPC_CODE: Partial<Record<TRPCError['code'], PublicError>> = {
  NOT_FOUND: { code: 'not-found', message: 'There is no such procedure.' },
  METHOD_NOT_SUPPORTED: { code: 'bad-input', message: 'This procedure is called with another HTTP method.' },
  PARSE_ERROR: { code: 'bad-input', message: 'The body is not valid JSON.' },
  BAD_REQUEST: { code: 'bad-input', message: 'The request is not a call this server understands.' },
  PAYLOAD_TOO_LARGE: { code: 'too-large', message: 'The body is larger than 1 MiB.' },
  UNSUPPORTED_MEDIA_TYPE: { code: 'bad-input', message: 'The body must be JSON.' },
}
