import type { AuditRow } from './audit-view'
import type { HostSummary } from './host-view'

export interface SessionHour {
  /** When the hour begins. */
  at: string
  /** At its end; of the last hour, now. */
  open: number
  /** Begun within it. */
  logons: number
}

export interface Overview {
  hosts: HostSummary
  sessions: {
    /** Open ones. */
    now: number
    /** The last 24 clock hours, the one under way last. */
    hours: SessionHour[]
    /** The last seven days in parts of six hours: the most open in one, all its logons. */
    week: SessionHour[]
    /** Open ones that do not show what was predicted. */
    discrepancies: { reason: string; sessions: number }[]
  }
  /** What people changed last; null for roles that may not see the record. */
  changes: Omit<AuditRow, 'before' | 'after'>[] | null
}
