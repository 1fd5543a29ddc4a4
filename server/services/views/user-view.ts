import type { Permission, Role } from '~/domain/permission'

export type Locale = 'en' | 'es'
export type Theme = 'system' | 'light' | 'dark'

export interface MeView {
  user: { id: string; username: string; name: string; role: Role; locale: Locale | null; theme: Theme }
  permissions: Permission[]
  farm: { name: string; demo: boolean }
}

export interface UserRow {
  id: string
  username: string
  name: string
  role: Role
  disabled: boolean
  createdAt: string
}
