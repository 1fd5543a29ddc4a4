import type { UserRecord } from '../../repositories/user'
import type { UserRow } from '../views/user-view'

export const userRow = ({ id, username, name, role, disabled, createdAt }: UserRecord): UserRow => ({
  id,
  username,
  name,
  role,
  disabled,
  createdAt: createdAt.toISOString(),
})
