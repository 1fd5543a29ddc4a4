import type { Permission, Role } from '~/domain/permission'

export type Locale = 'en' | 'es'
export type Theme = 'system' | 'light' | 'dark'

export type Density = 'roomy' | 'compact'

export interface MeView {
  user: {
    id: string
    username: string
    name: string
    role: Role
    locale: Locale | null
    theme: Theme
    density: Density
    /** Of the IANA list; null for the browser's own. */
    timeZone: string | null
  }
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

/** A view of a list that a person keeps. */
export interface SavedView {
  id: string
  list: string
  name: string
  /** Filters and columns as the address bar has them. */
  query: string
}
