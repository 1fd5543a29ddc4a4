import { listUsers } from '../../repositories/user'
import type { ServiceContext } from '../context'
import type { UserRow } from '../views/user-view'
import { userRow } from './user-row'

export async function listUserRows({ database }: ServiceContext): Promise<{ rows: UserRow[] }> {
  return { rows: (await listUsers(database)).map(userRow) }
}
