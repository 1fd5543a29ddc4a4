import type { Auth, ClientFacts } from '../../auth/auth'
import type { Throttle } from '../../auth/throttle'
import { AppError } from '../../errors'
import { recordAudit } from '../../repositories/audit'
import { deleteExpiredSignIns, findUserByUsername } from '../../repositories/user'
import type { ServiceContext } from '../context'

export interface SignInRequest {
  username: string
  password: string
  client: ClientFacts
  requestId: string
}

/**
 * The cookies of a new sign-in. Nobody is let in whose sign-in could not be recorded.
 * @throws AppError `wrong-credentials`, the same for unknown names, wrong passwords and disabled users;
 * `too-many-attempts` with the seconds to wait.
 */
export async function signIn(
  ctx: ServiceContext,
  { auth, throttle }: { auth: Auth; throttle: Throttle },
  { username, password, client, requestId }: SignInRequest,
): Promise<string[]> {
  const wait = throttle.attempt(username, client.address)
  if (wait > 0) {
    throw new AppError('too-many-attempts', `Too many attempts. Try again in ${wait} seconds.`, {
      retryAfter: wait,
    })
  }
  const cookies = await auth.signIn({ username, password, client })
  const user = await findUserByUsername(ctx.database, username)
  if (!cookies || !user) {
    // An unknown name is not kept: people type passwords into the wrong field.
    await recordAudit(ctx.database, {
      actor: { kind: 'system', id: null },
      action: 'user.sign-in-failed',
      object: { kind: 'user', id: user?.id ?? null },
      after: { address: client.address, reason: failureOf(user) },
      requestId,
    })
    throw new AppError('wrong-credentials', 'The user name or the password is wrong.')
  }
  await recordAudit(ctx.database, {
    actor: { kind: 'user', id: user.id, role: user.role },
    action: 'user.sign-in',
    object: { kind: 'user', id: user.id },
    after: { address: client.address },
    requestId,
  })
  await deleteExpiredSignIns(ctx.database)
  throttle.succeeded(username, client.address)
  return cookies
}

const failureOf = (user: { disabled: boolean } | null) =>
  user === null ? 'unknown user' : user.disabled ? 'disabled, or wrong password' : 'wrong password'
