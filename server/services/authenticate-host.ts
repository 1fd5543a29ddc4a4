import * as crypto from 'node:crypto'
import { createHash } from 'node:crypto'
import { AppError } from '../errors'
import type { BoardHost } from '../live/host-board'
import type { ServiceContext } from './context'

/** One call in place of three objects, where this Node has it. */
const hashText: (text: string) => string =
  typeof crypto.hash === 'function'
    ? (text) => crypto.hash('sha256', text, 'base64url')
    : (text) => createHash('sha256').update(text).digest('base64url')

const BEARER = 'Bearer vfc1.'

/** The host behind an `Authorization` header, or undefined. No statement: the board knows every host. */
export function hostOf(ctx: ServiceContext, authorization: string | undefined): BoardHost | undefined {
  if (authorization === undefined || authorization.length > 128 || !authorization.startsWith(BEARER)) return
  const host = ctx.board.byCredentialHash(hashText(authorization.slice(7)))
  return host?.lifecycle === 'retired' ? undefined : host
}

/** @throws AppError `wrong-credentials`, the same for no credential, an unknown one, and one of a retired host. */
export function authenticateHost(ctx: ServiceContext, authorization: string | undefined): BoardHost {
  const host = hostOf(ctx, authorization)
  if (host) return host
  throw new AppError(
    'wrong-credentials',
    'This credential is not one of a host of this farm. Enrol the host again with a new token.',
  )
}
