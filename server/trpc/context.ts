import type { Auth } from '../auth/auth'
import type { SignedInUser } from '../auth/signed-in-user'
import type { Throttle } from '../auth/throttle'
import type { ServiceContext } from '../services/context'

/** What every procedure is given. */
export interface TrpcContext {
  services: ServiceContext
  auth: Auth
  /** Counts guesses of passwords. */
  throttle: Throttle
  /** Null when nobody is signed in. Read from the database for each request. */
  user: SignedInUser | null
  /** Reads the sign-in again: long-lived streams ask whether they may go on. */
  readUser(): Promise<SignedInUser | null>
  requestId: string
  /** Where this request reached the server, for commands that people copy. */
  serverUrl: string
}
