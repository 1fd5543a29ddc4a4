export interface FarmView {
  name: string
  demo: boolean
  /** New hosts wait until somebody accepts them. */
  approvalQueue: boolean
  pollSeconds: number
  slotWindowMs: number
  filterRule: 'all-types' | 'any-type'
  allowUnverifiedOs: boolean
  /** A publish that reaches more hosts needs a second person; null: none does. */
  approveAboveHosts: number | null
  /** Days that closed history is kept, in whole months; null: for ever. */
  historyDays: number | null
  /** Days after which a session that ended loses the name of its user; null: never. */
  pseudonymDays: number | null
}
