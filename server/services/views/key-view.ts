/** A key that tickets and bundles are, were or will be signed with. */
export interface KeyRow {
  id: string
  /** SHA-256 of the public half: what enrolment tokens pin. */
  fingerprint: string
  /** `next` is handed to the hosts and signs nothing yet; `old` signs nothing more and is still trusted. */
  state: 'next' | 'current' | 'old' | 'retired'
  createdAt: string
  inUseFrom: string | null
  retiredAt: string | null
}

export interface KeysView {
  keys: KeyRow[]
  /** How many active hosts have the next key; null when none is on its way. */
  reach: { hosts: number; reached: number; missing: { id: string; name: string }[] } | null
  /** Enrolment tokens that name the key in use: they end with it. */
  liveTokens: number
}
