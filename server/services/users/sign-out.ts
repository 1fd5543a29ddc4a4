import type { Auth } from '../../auth/auth'
import { actorOf } from '../../auth/signed-in-user'
import { recordAudit } from '../../repositories/audit'
import type { ServiceContext } from '../context'

/** The cookies that clear a sign-in. Signing out twice is no error. */
export async function signOut(
  ctx: ServiceContext,
  auth: Auth,
  headers: Headers,
  requestId: string,
): Promise<string[]> {
  const user = await auth.readUser(headers)
  const cookies = await auth.signOut(headers)
  if (user) {
    ctx.access.changed(user.id)
    await recordAudit(ctx.database, {
      actor: actorOf(user, requestId),
      action: 'user.sign-out',
      object: { kind: 'user', id: user.id },
    })
  }
  return cookies
}
