import type { AuditAction } from '~/domain/audit-action'
import type { Role } from '~/domain/permission'
import { AppError } from '../../errors'
import { type Actor, recordAudit } from '../../repositories/audit'
import { type Db, inTransaction } from '../../repositories/db'
import { lockWord } from '../../repositories/farm-lock'
import {
  countOtherAdmins,
  endSignIns,
  findUser,
  type UserChange,
  type UserRecord,
  updateUser,
} from '../../repositories/user'
import type { ServiceContext } from '../context'
import type { UserRow } from '../views/user-view'
import { noSuchUser } from './check-user'
import { userRow } from './user-row'

/** In force with the user's next call: roles are read for each. @throws `conflict` for the last admin. */
export function setUserRole(
  ctx: ServiceContext,
  actor: Actor,
  { id, role }: { id: string; role: Role },
): Promise<UserRow> {
  return change(ctx, actor, id, { role }, 'user.set-role')
}

/** A disabled user is signed out everywhere and cannot sign in. @throws `conflict` for oneself and the last admin. */
export function setUserDisabled(
  ctx: ServiceContext,
  actor: Actor,
  { id, disabled }: { id: string; disabled: boolean },
): Promise<UserRow> {
  if (disabled && actor.id === id) throw new AppError('conflict', 'You cannot disable yourself.')
  return change(ctx, actor, id, { disabled }, disabled ? 'user.disable' : 'user.enable')
}

async function change(
  { database, access }: ServiceContext,
  actor: Actor,
  id: string,
  wanted: Pick<UserChange, 'role' | 'disabled'>,
  action: AuditAction,
): Promise<UserRow> {
  const row = await inTransaction(database, async (tx) => {
    await lockWord(tx, 'user-roles')
    const before = await findUser(tx, id)
    if (!before) throw noSuchUser()
    await requireAnAdmin(tx, before, { ...before, ...wanted })
    const after = await updateUser(tx, id, wanted)
    if (after.role === before.role && after.disabled === before.disabled) return userRow(after)
    const ended = after.disabled ? await endSignIns(tx, id) : 0
    await recordAudit(tx, {
      actor,
      action,
      object: { kind: 'user', id },
      before: { role: before.role, disabled: before.disabled },
      after: { role: after.role, disabled: after.disabled, ...(ended > 0 && { endedSignIns: ended }) },
    })
    return userRow(after)
  })
  access.changed(id)
  return row
}

async function requireAnAdmin(tx: Db, before: UserRecord, after: Pick<UserRecord, 'role' | 'disabled'>) {
  const isOne = (user: Pick<UserRecord, 'role' | 'disabled'>) => user.role === 'admin' && !user.disabled
  if (!isOne(before) || isOne(after) || (await countOtherAdmins(tx, before.id)) > 0) return
  throw new AppError('conflict', 'This is the last admin: make somebody else an admin first.')
}
