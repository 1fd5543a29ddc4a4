/** People who sign in, with their one password account. The shape of both tables is better-auth's. */

import { randomUUID } from 'node:crypto'
import type { Role } from '~/domain/permission'
import type { Db } from './db'
import type { Sql } from './statements'

export interface UserRecord {
  id: string
  username: string
  name: string
  role: Role
  disabled: boolean
  locale: string | null
  theme: string
  density: 'roomy' | 'compact'
  timeZone: string | null
  createdAt: Date
}

const COLUMNS = {
  id: true,
  username: true,
  name: true,
  role: true,
  disabled: true,
  locale: true,
  theme: true,
  density: true,
  timeZone: true,
  createdAt: true,
} as const

export const findUser = (db: Db, id: string): Promise<UserRecord | null> =>
  db.user.findUnique({ where: { id }, select: COLUMNS })

export interface SignedInRecord
  extends Pick<UserRecord, 'id' | 'username' | 'name' | 'role' | 'locale' | 'theme'> {
  signInId: string
}

/** Whose sign-in this is; null when it is over, or its person may not sign in any more. */
export async function readSignedIn(db: Sql, signInId: string): Promise<SignedInRecord | null> {
  const rows = await db.$queryRawUnsafe<SignedInRecord[]>(
    `SELECT u.id, u.username, u.name, u.role::text, u.locale, u.theme, s.id AS "signInId"
     FROM sign_in s JOIN "user" u ON u.id = s.user_id
     WHERE s.id = $1 AND s.expires_at > now() AND NOT u.disabled`,
    signInId,
  )
  return rows[0] ?? null
}

/** User names are stored in lower case. */
export const findUserByUsername = (db: Db, username: string): Promise<UserRecord | null> =>
  db.user.findUnique({ where: { username: username.toLowerCase() }, select: COLUMNS })

/** At most 1,000, by user name. */
export const listUsers = (db: Db): Promise<UserRecord[]> =>
  db.user.findMany({ select: COLUMNS, orderBy: { username: 'asc' }, take: 1000 })

export const countUsers = (db: Db): Promise<number> => db.user.count()

/** Admins who can sign in, but for the one named. Lock the rows first, or two could leave none. */
export const countOtherAdmins = (db: Db, exceptId: string): Promise<number> =>
  db.user.count({ where: { role: 'admin', disabled: false, id: { not: exceptId } } })

/** Those of these roles who may sign in. */
export const countUsersWith = (db: Db, roles: readonly Role[]): Promise<number> =>
  db.user.count({ where: { role: { in: [...roles] }, disabled: false } })

/** @throws Prisma's P2002 when the user name is taken. */
export function insertUser(
  db: Db,
  user: { username: string; name: string; role: Role; passwordHash: string },
): Promise<UserRecord> {
  const id = randomUUID()
  return db.user.create({
    data: {
      id,
      username: user.username,
      displayUsername: user.username,
      name: user.name,
      role: user.role,
      // better-auth wants an address; nothing is ever sent to it.
      email: `${user.username}@users.invalid`,
      accounts: {
        create: { id: randomUUID(), accountId: id, providerId: CREDENTIAL, password: user.passwordHash },
      },
    },
    select: COLUMNS,
  })
}

export type UserChange = Partial<{
  name: string
  role: Role
  disabled: boolean
  locale: string
  theme: string
  density: 'roomy' | 'compact'
  timeZone: string | null
}>

export const updateUser = (db: Db, id: string, change: UserChange): Promise<UserRecord> =>
  db.user.update({ where: { id }, data: change, select: COLUMNS })

export async function readPasswordHash(db: Db, userId: string): Promise<string | null> {
  const account = await db.account.findFirst({
    where: { userId, providerId: CREDENTIAL },
    select: { password: true },
  })
  return account?.password ?? null
}

export async function writePasswordHash(db: Db, userId: string, password: string): Promise<void> {
  await db.account.updateMany({ where: { userId, providerId: CREDENTIAL }, data: { password } })
}

/** Ends every sign-in of a person, but for the one they are using. */
export async function endSignIns(db: Db, userId: string, keep?: string): Promise<number> {
  const { count } = await db.signIn.deleteMany({ where: { userId, ...(keep && { id: { not: keep } }) } })
  return count
}

/** Sign-ins that ended by themselves. Nothing reads them any more. */
export async function deleteExpiredSignIns(db: Db): Promise<void> {
  await db.$executeRawUnsafe('DELETE FROM sign_in WHERE expires_at < now()')
}

const CREDENTIAL = 'credential'
