/** The ladder: nobody -> signed in -> may do this. There is no procedure below its first rung. */

import { TRPCError } from '@trpc/server'
import { type Permission, roleCan } from '~/domain/permission'
import { actorOf } from '../auth/signed-in-user'
import { AppError, ERROR_CODES } from '../errors'
import { t } from './init'

export function asTrpcError(error: AppError): TRPCError {
  return new TRPCError({ code: ERROR_CODES[error.code].trpc, message: error.message, cause: error })
}

/** Services throw `AppError`; tRPC wants its own codes. */
const translated = t.procedure.use(async ({ next }) => {
  const result = await next()
  if (!result.ok && result.error.cause instanceof AppError) throw asTrpcError(result.error.cause)
  return result
})

/** Anybody who is signed in. */
export const signedIn = translated.use(({ ctx, next }) => {
  if (!ctx.user) throw asTrpcError(new AppError('signed-out', 'Sign in first.'))
  return next({ ctx: { user: ctx.user, actor: actorOf(ctx.user, ctx.requestId) } })
})

/** Whoever has this permission (rulebook 9). The role is the database's of this very request. */
export function may(permission: Permission) {
  return signedIn.use(({ ctx, next }) => {
    if (!roleCan(ctx.user.role, permission)) {
      throw asTrpcError(new AppError('forbidden', `Your role, ${ctx.user.role}, may not do this.`))
    }
    return next()
  })
}
