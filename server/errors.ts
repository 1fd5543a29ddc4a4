/** The one error that people and agents are told about. Everything else is a defect and shows as `internal`. */

import type { Problem } from '~/domain/result'

/** Code -> HTTP status and tRPC code. One table for every edge. */
export const ERROR_CODES = {
  'bad-input': { status: 400, trpc: 'BAD_REQUEST' },
  'signed-out': { status: 401, trpc: 'UNAUTHORIZED' },
  'wrong-credentials': { status: 401, trpc: 'UNAUTHORIZED' },
  forbidden: { status: 403, trpc: 'FORBIDDEN' },
  'not-found': { status: 404, trpc: 'NOT_FOUND' },
  /** What was changed has moved since it was read: `current` says what stands now. */
  stale: { status: 409, trpc: 'CONFLICT' },
  conflict: { status: 409, trpc: 'CONFLICT' },
  'too-large': { status: 413, trpc: 'PAYLOAD_TOO_LARGE' },
  'too-many-attempts': { status: 429, trpc: 'TOO_MANY_REQUESTS' },
  internal: { status: 500, trpc: 'INTERNAL_SERVER_ERROR' },
  /** The server drains, or its database is away: try again after a while. */
  unavailable: { status: 503, trpc: 'SERVICE_UNAVAILABLE' },
  /** The database can write nothing until somebody makes room on its disk. */
  'disk-full': { status: 503, trpc: 'SERVICE_UNAVAILABLE' },
} as const

export type AppErrorCode = keyof typeof ERROR_CODES

export class AppError extends Error {
  readonly code: AppErrorCode
  readonly problems: readonly Problem[]
  readonly current: unknown
  /** Seconds, for `too-many-attempts`, `unavailable` and `disk-full`. */
  readonly retryAfter: number | undefined

  constructor(
    code: AppErrorCode,
    /** Safe to show to whoever asked. */
    publicMessage: string,
    more: { cause?: unknown; problems?: readonly Problem[]; current?: unknown; retryAfter?: number } = {},
  ) {
    super(publicMessage, more.cause === undefined ? undefined : { cause: more.cause })
    this.name = 'AppError'
    this.code = code
    this.problems = more.problems ?? []
    this.current = more.current
    this.retryAfter = more.retryAfter
  }
}

/** What leaves the server about an error: never its cause. */
export interface PublicError {
  code: AppErrorCode
  message: string
  problems?: readonly Problem[]
  current?: unknown
}

export function publicError(error: unknown): PublicError {
  if (!(error instanceof AppError)) {
    return { code: 'internal', message: 'Something went wrong on the server. Its log says what.' }
  }
  const { code, message, problems, current } = error
  return {
    code,
    message,
    ...(problems.length > 0 && { problems: problems.map(shownProblem) }),
    ...(current !== undefined && { current }),
  }
}

const shownProblem = (problem: Problem): Problem =>
  problem.value === undefined ? problem : { ...problem, value: shown(problem.value) }

/** Enough of a value to recognise it; never a whole list sent back. */
function shown(value: unknown): unknown {
  if (typeof value === 'string') return value.length > 300 ? `${value.slice(0, 300)}…` : value
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (value !== null && typeof value === 'object') return 'an object'
  return value
}
