import type { ConfigChange } from '~/domain/config-change'
import type { LintCode } from '~/domain/discovery/list-linter'
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

/** What to beware of in a list, as its text tells or as hosts were seen. */
export interface ListWarning extends Omit<Warning, 'code'> {
  code: Warning['code'] | LintCode
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
  warnings: ListWarning[]
  /** The policies as they would be. */
  policies: Policy[]
}

/** What bringing back an older revision would do. */
export type RestorePlan = Omit<StoredPlan, 'hash' | 'policies'>

/** Something that an import could not take over, did not quite take as it stood, or keeps without using it. */
export interface ImportRemark {
  /** `farm.xml:3:14`. */
  place: string
  policy: string | null
  /** A setting, a filter ... with its name and value, or null for a note of the whole. */
  what: string | null
  text: string
}

/** Where a plan came from. Nothing of the files is missing: it is in the policies, or on one of these lists. */
export interface PlanOrigin {
  files: { name: string; format: string; bytes: number }[]
  /** Joined to the draft, or in place of all policies. */
  as: 'add' | 'replace'
  unknown: ImportRemark[]
  legacy: ImportRemark[]
  notes: ImportRemark[]
  attachments: ImportRemark[]
}

/** A plan that was made from files; `hash` is null when there is nothing to change. */
export interface ImportPlan extends Omit<StoredPlan, 'policies'> {
  origin: PlanOrigin
  /** Policies that were read from the files; none where nothing in them could be used. */
  read: number
  /** The keys that are read of a registry file, where one is among them. */
  keysRead: string[]
}

export interface PlanRow {
  hash: string
  baseRevision: number
  createdAt: string
  by: string
  appliedAs: number | null
  /** Names of the files it was read from; empty for one that was given as policies. */
  files: string[]
  leftOver: number
  /** Another revision or draft than it was made against: it cannot be applied any more. Its own page looks at the hosts, too. */
  moved: boolean
}

/** What moved since a plan was made: it cannot be applied any more. */
export type PlanMoved = 'revision' | 'draft' | 'hosts'

export interface PlanView
  extends Omit<PlanRow, 'files' | 'leftOver' | 'moved'>,
    Omit<RestorePlan, 'baseRevision'> {
  origin: PlanOrigin | null
  /** Above so many hosts a second person must agree; null: none does. */
  approveAbove: number | null
  moved: PlanMoved[]
}
