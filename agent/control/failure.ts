/** Why a call to the control plane gave no answer that can be used. */

export type FailureKind =
  /** No connection, or it broke. */
  | 'network'
  | 'timeout'
  /** The connection ended before the answer did. */
  | 'truncated'
  | 'too-large'
  /** An answer that the protocol does not know. */
  | 'invalid-answer'
  /** The server says not now: 429, 502, 503, 504. */
  | 'busy'
  /** 401: the credential or the token is not accepted. */
  | 'unauthorized'
  /** Any other answer of error. */
  | 'refused'

interface FailureDetails {
  status?: number
  /** tRPC's word for the error, such as `BAD_REQUEST`. */
  code?: string
  /** What the server asks the agent to wait, in milliseconds. */
  retryAfterMs?: number
}

export class ControlFailure extends Error {
  override readonly name = 'ControlFailure'
  constructor(
    readonly kind: FailureKind,
    message: string,
    readonly details: FailureDetails = {},
  ) {
    super(message)
  }
}

/** The kind of an HTTP status that is not a success. */
export function kindOfStatus(status: number): FailureKind {
  if (status === 401) return 'unauthorized'
  if (status === 429 || status === 502 || status === 503 || status === 504) return 'busy'
  return 'refused'
}

const LONGEST_RETRY_AFTER_SECONDS = 3600

/** `Retry-After` in milliseconds: seconds, or an HTTP date (RFC 9110 10.2.3); at most an hour, undefined where it says nothing. */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined
  const seconds = /^\d+$/.test(header.trim()) ? Number(header) : (Date.parse(header) - now) / 1000
  if (!Number.isFinite(seconds)) return undefined
  return Math.min(Math.max(0, seconds), LONGEST_RETRY_AFTER_SECONDS) * 1000
}
