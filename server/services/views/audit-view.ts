import type { AuditFilter } from '../../repositories/audit-filter'
import type { PageRequest } from './page'

export type ActorKind = 'user' | 'host' | 'cli' | 'system'

/** Who did what, to what, when and why, with the names that ids have today. */
export interface AuditEntry {
  id: string
  /** ISO 8601, UTC; as every time that leaves the server. */
  at: string
  actor: { kind: ActorKind; id: string | null; name: string }
  action: string
  object: { kind: string; id: string | null; name: string | null }
  reason: string | null
}

/** One line of the record whole. */
export interface AuditRow extends AuditEntry {
  before: unknown
  after: unknown
  /** What people are called today whose ids `before` and `after` hold. */
  names: Record<string, string>
}

export type { AuditFilter }
export type AuditListRequest = PageRequest & AuditFilter
