import type { AuditFilter } from '../../repositories/audit-filter'
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
  /** What people are called today whose ids `before` and `after` hold. */
  names: Record<string, string>
}

export type { AuditFilter }
export type AuditListRequest = PageRequest & AuditFilter
