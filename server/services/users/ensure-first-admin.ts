import { generatePassword } from '../../auth/password'
import { inTransaction } from '../../repositories/db'
import { lockWord } from '../../repositories/farm-lock'
import { countUsers } from '../../repositories/user'
import type { ServiceContext } from '../context'
import { createUser } from './create-user'

export interface FirstAdmin {
  username: string
  password: string
}

/**
 * Where nobody can sign in yet, makes `admin` with a password of our own. Returned once and kept nowhere readable;
 * null when there are users. Two servers that start at once make one.
 */
export async function ensureFirstAdmin({
  database,
}: Pick<ServiceContext, 'database'>): Promise<FirstAdmin | null> {
  if ((await countUsers(database)) > 0) return null
  const password = generatePassword()
  return inTransaction(database, async (tx) => {
    await lockWord(tx, 'first-admin')
    if ((await countUsers(tx)) > 0) return null
    // In a transaction of its own, which ends before the lock does.
    await createUser(
      { database },
      { kind: 'system', id: null },
      { username: 'admin', name: 'Administrator', role: 'admin', password },
    )
    return { username: 'admin', password }
  })
}
