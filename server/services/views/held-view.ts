import type { PageRequest } from './page'

/** A session that held an address over an interval. All times are ISO 8601 in UTC. */
export interface HeldRow {
  id: string
  kind: 'granted' | 'computed' | 'observed'
  address: string
  /** `loopback`, or the network as a CIDR. */
  network: string
  program: string | null
  sessionId: string
  hostId: string
  host: string
  /** The host's own id of the session: it returns after a boot. */
  number: number
  boot: string
  user: string
  protocol: string
  logonAt: string
  endedAt: string | null
  /** By the host's clock; held up to but not at `to`, which is null while it is held. */
  from: string
  to: string | null
  /** When the server was told of the start and of the end. */
  receivedAt: string
  closeReceivedAt: string | null
  /** How far the host's clock was ahead when it last reported; null when it never did. */
  clockSkewMs: number | null
}

/**
 * Which clock says that it was held at the instant: both, or, where the host's clock is off and the instant is near an
 * end, only the host's own or only the one corrected by its skew.
 */
export type HeldBy = 'both-clocks' | 'host-clock' | 'corrected-clock'

export interface Holder extends HeldRow {
  heldBy: HeldBy
  /** What its host had in force then, and since when; null where it had told nothing yet. */
  inForce: { revision: number; since: string } | null
}

export interface WhoRequest {
  address: string
  /** ISO 8601 with a zone; now without it. */
  at?: string
  /** A host's name or id. */
  host?: string
}

export interface WhoAnswer {
  address: string
  at: string
  /** The session id that a loopback address belongs to by arithmetic (rulebook 1). */
  loopbackOf: number | null
  /** The farm's newest revision at that instant, which a host may have had in force or not; null before the first. */
  revision: { number: number; publishedAt: string; reason: string } | null
  holders: Holder[]
  /** True when there are more holders than the answer holds: name a host. */
  cut: boolean
}

export type SessionHeldRequest = PageRequest & {
  host: string
  number: number
  /** Only the session that was open at this instant. */
  at?: string
}

export type UserHeldRequest = PageRequest & { user: string; from: string; to: string }

/** An address over a time. */
export interface Timeline {
  rows: HeldRow[]
  /** True when there were more intervals. */
  cut: boolean
  /** What the hosts in `rows` put in force meanwhile, newest first. */
  revisions: { host: string; number: number; at: string; reason: string }[]
}

/** An address that a session holds now. */
export interface HeldNowRow {
  id: string
  address: string
  /** `loopback`, or the network as a CIDR. */
  network: string
  /** The facts that say so, of one session and address. */
  kinds: ('granted' | 'computed' | 'observed')[]
  programs: string[]
  sessionId: string
  hostId: string
  host: string
  number: number
  user: string
  /** Since the first of the facts. */
  from: string
}
