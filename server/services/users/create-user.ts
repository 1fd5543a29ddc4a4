import type { Role } from '~/domain/permission'
import { problem } from '~/domain/result'
import { hashPassword, passwordProblem } from '../../auth/password'
import { AppError } from '../../errors'
import { type Actor, recordAudit } from '../../repositories/audit'
import { inTransaction } from '../../repositories/db'
import { lockWord } from '../../repositories/farm-lock'
import { findUserByUsername, insertUser } from '../../repositories/user'
import type { ServiceContext } from '../context'
import type { UserRow } from '../views/user-view'
import { refuseUnless, usernameProblem } from './check-user'
import { userRow } from './user-row'

export interface CreateUser {
  username: string
  name: string
  role: Role
  password: string
}

/** @throws AppError `bad-input` naming the rule; `conflict` when the user name is taken. */
export async function createUser(
  { database }: Pick<ServiceContext, 'database'>,
  actor: Actor,
  input: CreateUser,
): Promise<UserRow> {
  const username = input.username.trim().toLowerCase()
  refuseUnless([usernameProblem(username), passwordProblem(input.password, 'password')])
  const passwordHash = await hashPassword(input.password)
  return inTransaction(database, async (tx) => {
    await lockWord(tx, `user:${username}`)
    if (await findUserByUsername(tx, username)) throw taken(username)
    const user = await insertUser(tx, {
      username,
      name: input.name.trim() || username,
      role: input.role,
      passwordHash,
    })
    await recordAudit(tx, {
      actor,
      action: 'user.create',
      object: { kind: 'user', id: user.id },
      after: { username, role: user.role },
    })
    return userRow(user)
  })
}

const taken = (username: string) =>
  new AppError('conflict', `There is a user ${username} already.`, {
    problems: [problem('username', username, 'another user has this name', 'Choose another name.')],
  })
