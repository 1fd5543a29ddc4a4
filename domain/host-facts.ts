/** What is known of a host and of the sessions on it: the facts that rules are asked about. Rulebook 4 and 5. */

export type OsFamily = 'windows' | 'linux'
export type Architecture = 'x64' | 'x86' | 'arm64'
export type DesktopKind = 'Private' | 'PrivateApp' | 'Shared' | 'SharedApp'

/** Never changed once made: what is derived of it is remembered. */
export interface HostFacts {
  name: string
  os: { family: OsFamily; version: string }
  arch?: Architecture
  cloudHosted?: boolean
  deliveryGroup?: string
  deliveryGroupKind?: DesktopKind
  tags: string[]
  /** A distinguished name, such as `OU=Hosts,DC=example,DC=com`. */
  ou?: string
}

/** How a session reached the host. `console` and `services` are never virtualised. Rulebook 4. */
export const SESSION_PROTOCOLS = ['ica', 'rdp', 'console', 'services', 'xrdp', 'launched', 'ssh'] as const
export type SessionProtocol = (typeof SESSION_PROTOCOLS)[number]

export interface SessionFacts {
  /** 0 to 16,777,214; see `domain/address`. */
  id: number
  user?: string
  groups?: string[]
  clientIp?: string
  clientName?: string
  clientPlatform?: string
  /** The access-control connection, as `AccessControl` filters name it. */
  accessControl?: string
  protocol?: SessionProtocol
}
