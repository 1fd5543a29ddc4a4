import type { Role } from '~/domain/permission'
import type { Actor } from '../repositories/audit'

/** The person behind a request, as the database knew them when the request came. */
export interface SignedInUser {
  id: string
  username: string
  name: string
  role: Role
  locale: 'en' | 'es' | null
  theme: 'system' | 'light' | 'dark'
  /** The sign-in that carried the request: what signing out ends. */
  signInId: string
}

/** How the record names this person's deeds. */
export function actorOf(user: SignedInUser, requestId: string): Actor {
  return { kind: 'user', id: user.id, role: user.role, requestId }
}
