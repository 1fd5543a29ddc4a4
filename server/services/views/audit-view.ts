import type { PageRequest } from './page'

export type ActorKind = 'user' | 'host' | 'cli' | 'system'

/** One line of the record, with the names its ids have today. */
export interface AuditRow {
  id: string
  /** ISO 8601, UTC; as every time that leaves the server. */
  at: string
  actor: { kind: ActorKind; id: string | null; name: string }
  action: string
  object: { kind: string; id: string | null; name: string | null }
  before: unknown
  after: unknown
  reason: string | null
}

/** Which lines: each part narrows; `from` is inclusive, `to` is not. */
export interface AuditFilter {
  /** A user's name, a host's name, or an actor kind. */
  actor?: string
  /** An object's kind, its id, or `kind:id`. */
  object?: string
  action?: string
  from?: string
  to?: string
}

export type AuditListRequest = PageRequest & AuditFilter
