/** Sessions that somebody else began: what the agent is told of them. */

import type { SessionProtocol } from '~/domain/host-facts'

export interface Logon {
  /** Who keeps the session. */
  manager: 'logind' | 'xrdp'
  /** The manager's own name of it, such as `3` or `c1`. */
  name: string
  user: string
  /** The process that the session hangs on. */
  leader: number
  /** Microseconds after boot; 0 where that is not told. */
  begunAtMicros: number
  protocol: SessionProtocol
  clientName?: string
  clientIp?: string
}

export interface LogonSource {
  /** The sessions that are open; none where there is no such manager. */
  sessions(): Promise<Logon[]>
  /** Calls back when one may have come or gone. */
  watch(onChange: () => void): { close(): void } | null
}
