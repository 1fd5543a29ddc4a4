/** The ladder: nobody -> signed in -> may do this. There is no procedure below its first rung. */

import { type Permission, roleCan } from '~/domain/permission'
import { actorOf } from '../auth/signed-in-user'
import { AppError } from '../errors'
import { asAppError } from '../services/failure'
import { asTrpcError } from './as-trpc-error'
import { t } from './init'

/** Services throw `AppError`, and a database may be away; tRPC wants its own codes. */
const translated = t.procedure.use(async ({ next }) => {
  const result = await next()
  if (result.ok || result.error.code !== 'INTERNAL_SERVER_ERROR') return result
  const told = asAppError(result.error.cause)
  if (told.code !== 'internal') throw asTrpcError(told)
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
