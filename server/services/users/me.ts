import { PERMISSIONS, roleCan } from '~/domain/permission'
import { problem } from '~/domain/result'
import { hashPassword, passwordMatches } from '../../auth/password'
import type { SignedInUser } from '../../auth/signed-in-user'
import type { Throttle } from '../../auth/throttle'
import { AppError } from '../../errors'
import { type Actor, recordAudit } from '../../repositories/audit'
import { inTransaction } from '../../repositories/db'
import { readFarm } from '../../repositories/farm-row'
import {
  endSignIns,
  findUser,
  readPasswordHash,
  updateUser,
  writePasswordHash,
} from '../../repositories/user'
import type { ServiceContext } from '../context'
import type { Density, Locale, MeView, Theme } from '../views/user-view'
import { noSuchUser, refuseUnless, requirePassword } from './check-user'

export async function getMe({ database }: ServiceContext, { id }: { id: string }): Promise<MeView> {
  const user = await findUser(database, id)
  if (!user) throw noSuchUser()
  const { name, demo } = await readFarm(database)
  return {
    user: {
      id,
      username: user.username,
      name: user.name,
      role: user.role,
      locale: user.locale as Locale | null,
      theme: user.theme as Theme,
      density: user.density,
      timeZone: user.timeZone,
    },
    permissions: PERMISSIONS.filter((permission) => roleCan(user.role, permission)),
    farm: { name, demo },
  }
}

/** What people choose for themselves. A look or a language is no deed: only a new name is on the record. */
export async function updateMe(
  ctx: ServiceContext,
  actor: Actor,
  user: SignedInUser,
  input: { locale?: Locale; theme?: Theme; density?: Density; timeZone?: string | null; name?: string },
): Promise<MeView> {
  await inTransaction(ctx.database, async (tx) => {
    await updateUser(tx, user.id, input)
    if (input.name === undefined || input.name === user.name) return
    await recordAudit(tx, {
      actor,
      action: 'user.rename',
      object: { kind: 'user', id: user.id },
      before: { name: user.name },
      after: { name: input.name },
    })
  })
  return getMe(ctx, user)
}

/**
 * Ends every other sign-in of this person.
 * @throws AppError `bad-input` for a wrong current password or a new one that breaks the rule; `too-many-attempts`.
 */
export async function changePassword(
  { database, access }: ServiceContext,
  throttle: Throttle,
  actor: Actor,
  user: SignedInUser,
  { current, next }: { current: string; next: string },
): Promise<{ changed: true }> {
  requirePassword(next, 'next')
  const wait = throttle.attempt(user.username, `signed in as ${user.id}`)
  if (wait > 0) {
    throw new AppError('too-many-attempts', `Too many attempts. Try again in ${wait} seconds.`, {
      retryAfter: wait,
    })
  }
  const hash = await readPasswordHash(database, user.id)
  if (!hash || !(await passwordMatches(current, hash))) {
    refuseUnless([
      problem('current', null, 'this is not your current password', 'Type the one you signed in with.'),
    ])
  }
  throttle.succeeded(user.username, `signed in as ${user.id}`)
  const passwordHash = await hashPassword(next)
  await inTransaction(database, async (tx) => {
    await writePasswordHash(tx, user.id, passwordHash)
    const endedSignIns = await endSignIns(tx, user.id, user.signInId)
    await recordAudit(tx, {
      actor,
      action: 'user.change-password',
      object: { kind: 'user', id: user.id },
      after: { endedSignIns },
    })
  })
  access.changed(user.id)
  return { changed: true }
}
