import type { ReportedPrediction, ReportedSocket } from '~/protocol/report'
import type { PageRequest } from './page'

export interface FailedBind {
  program: string
  protocol: string
  address: string
  port: number
}

export interface SessionRow {
  id: string
  hostId: string
  host: string
  deliveryGroup: string | null
  /** The host's own id of the session. */
  number: number
  user: string
  protocol: string
  clientName: string | null
  logonAt: string
  endedAt: string | null
  predicted: { address: string | null; reason: string | null; by: string }
  /** Loopback addresses seen on the host. */
  observed: { address: string; program: string | null }[]
  virtualIps: { address: string; kind: string; network: string }[]
  /** Why it has no virtual IP although it is to have one; absent where it has one, or is to have none. */
  noVirtualIp?: { reason: string; message: string; fallback: 'server-address' | 'none' }
  programs: string[]
  /** What its programs asked for and did not get: addresses may agree all the same. */
  failedBinds: FailedBind[]
  discrepancy: { reason: string; program?: string; predicted?: string; observed?: string } | null
  sockets: number
}

export interface SessionAllocation {
  id: string
  kind: string
  address: string
  network: string
  program: string | null
  from: string
  /** Null while it is held. */
  to: string | null
  receivedAt: string
}

export interface SessionView extends Omit<SessionRow, 'sockets'> {
  boot: string
  /** What of the session is not reached, and what a program of the agent's own got in it. */
  uncovered: string[]
  proof: ReportedPrediction['proof'] | null
  sockets: ReportedSocket[]
  allocations: SessionAllocation[]
}

export type SessionListRequest = PageRequest & {
  q?: string
  hostId?: string
  state?: 'open' | 'ended' | 'all'
  discrepancy?: boolean
  failedBinds?: boolean
  /** Of the discrepancy. */
  reason?: string
  /** Logged on at it or later; ISO 8601, as the others. */
  from?: string
  /** Logged on before it. */
  to?: string
  /** Was open then. */
  openAt?: string
}

/** A session as a help desk needs it, with what its host has in force. */
export interface HelpDeskCard extends SessionRow {
  /** Programs that the host's lists name. */
  listed: string[]
  /** Programs of the session that use the loopback address or could not bind, and that no list names. */
  unlisted: string[]
  /** The newest failure of the host's own; null while there is none. */
  lastError: { setting: string | null; code: string; message: string; since: string | null } | null
}
