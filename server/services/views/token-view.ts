export interface TokenRow {
  id: string
  label: string
  deliveryGroup: string
  tags: string[]
  ou: string | null
  usesLeft: number
  uses: number
  atBoot: boolean
  expiresAt: string
  createdAt: string
  createdBy: string
  state: 'live' | 'used' | 'expired' | 'revoked'
}

export interface CreatedToken {
  /** Shown once; the server keeps only a hash. */
  token: string
  id: string
  /** What to type on the host. */
  command: string
}
