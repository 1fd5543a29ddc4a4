import type { PolicyChange } from '~/domain/policy-diff'
import type { Policy } from '~/domain/policy-model'
import type { Problem } from '~/domain/result'
import type { ListWarning } from './plan-view'

/** A policy of the draft, with what an editor needs beside it. */
export interface PolicyRow extends Policy {
  id: string
  /** Counts the saves: a save names the version it was based on. */
  version: number
  updatedAt: string
  updatedBy: string
  /** Active hosts whose facts satisfy the filters of this policy. */
  matchingHosts: number
  warnings: Omit<ListWarning, 'policy'>[]
}

export interface PolicyList {
  head: { revision: number; publishedAt: string; by: string } | null
  /** True when publishing would change something. */
  draftDiffers: boolean
  policies: PolicyRow[]
}

export interface PublishPlan {
  /** The revision the draft was compared with; 0 before the first. */
  baseRevision: number
  changes: PolicyChange[]
  /** Hosts whose resolved configuration would change, and open sessions on them. */
  hosts: number
  sessions: number
  /** The same hosts by their delivery group, largest first; of a group at most fifty by name. */
  reach: { group: string | null; hosts: number; names: { id: string; name: string }[] }[]
  /** Those that what is published does not have already. */
  warnings: ListWarning[]
  /** What must be mended first. */
  problems: Problem[]
  /** Above so many hosts a second person must agree; null: none does. */
  approveAbove: number | null
  /** The rollout that publishing would end. */
  openRollout: { id: string; revision: number; reached: number } | null
}

export interface RevisionRow {
  number: number
  publishedAt: string
  by: string
  reason: string
  ticket: string | null
  /** The older revision whose policies it brought back. */
  restores: number | null
  changedHosts: number
  changes: number
}

export interface RevisionView {
  number: number
  publishedAt: string
  by: string
  /** The second person; null where nobody else had to agree. */
  approvedBy: string | null
  reason: string
  ticket: string | null
  /** The older revision whose policies it brought back. */
  restores: number | null
  policies: Policy[]
  /** From the revision before this one. */
  changes: PolicyChange[]
}

/** What stands when somebody else published first. */
export interface HeadNow {
  revision: number
  by: string
  publishedAt: string
  changes: PolicyChange[]
}
