import type { StoredFinding } from '~/domain/discovery/stored-finding'
import type { AuditEntry } from './audit-view'
import type { HostSummary } from './host-view'

export interface SessionHour {
  /** When the hour begins. */
  at: string
  /** When the next begins; null for the last, which is under way. */
  end: string | null
  /** At its end; of the last hour, now. */
  open: number
  /** When so many were open; null for now. */
  openAt: string | null
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
  /** What discovery found and nobody has decided yet, the graver verdicts first. */
  findings: { verdict: StoredFinding['verdict']; findings: number }[]
  /** What people changed last; null for roles that may not see the record. */
  changes: AuditEntry[] | null
}
