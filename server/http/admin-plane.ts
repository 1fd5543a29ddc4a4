import { type Auth, createAuth } from '../auth/auth'
import { createThrottle, type Throttle } from '../auth/throttle'
import type { ServiceContext } from '../services/context'
import type { CopySource } from '../services/exports/start-export'

/** What the handlers for people share. */
export interface AdminPlane {
  services: ServiceContext
  auth: Auth
  throttle: Throttle
  /** The pool that exports stream from. */
  copySource: CopySource
  /** Where browsers reach the server, when that is not where it listens: a proxy on this machine stands in front. */
  publicUrl: string | null
  /** Browsers reach the server by https, be it through a proxy. */
  secure: boolean
}

export interface AdminPlaneOptions {
  services: ServiceContext
  copySource: CopySource
  masterKey: Buffer
  /** True when browsers reach the server by https, be it through a proxy. */
  secure: boolean
  publicUrl: string | null
}

export function createAdminPlane({ masterKey, ...rest }: AdminPlaneOptions): AdminPlane {
  const { database, statements, clock } = rest.services
  return {
    ...rest,
    auth: createAuth({ database, statements, masterKey, secure: rest.secure }),
    throttle: createThrottle(clock),
  }
}
