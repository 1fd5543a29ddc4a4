import type { ConfigChange } from '~/domain/config-change'
import type { PolicyChange } from '~/domain/policy-diff'
import type { Policy } from '~/domain/policy-model'
import type { Warning } from '~/domain/warning'

/** Hosts that change in the same way. */
export interface HostEffect extends ConfigChange {
  hosts: number
  /** At most 20 of them. */
  names: string[]
  /** Open on these hosts now. */
  sessions: number
  /** They were told nothing yet. */
  isFirst: boolean
}

/** What applying a set of policies would do. */
export interface StoredPlan {
  /** What to apply it by; null when there is nothing to apply: such a plan is not stored. */
  hash: string | null
  baseRevision: number
  changes: PolicyChange[]
  /** Edits in the draft that nobody published, and that would be lost. */
  lostEdits: PolicyChange[]
  hosts: number
  sessions: number
  effects: HostEffect[]
  warnings: Warning[]
  /** The policies as they would be. */
  policies: Policy[]
}

/** What bringing back an older revision would do. */
export type RestorePlan = Omit<StoredPlan, 'hash' | 'policies'>
