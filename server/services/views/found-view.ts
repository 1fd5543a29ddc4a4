export interface FoundSession {
  id: string
  user: string
  host: string
  number: number
  /** The predicted loopback. */
  address: string | null
  ended: boolean
}

/** What a search found: a few of each kind, the best first. */
export interface Found {
  hosts: { id: string; name: string }[]
  sessions: FoundSession[]
  /** People seen on hosts. */
  people: { name: string }[]
  policies: { id: string; name: string }[]
  /** Sessions that hold the address now. */
  addresses: (FoundSession & { held: string })[]
}
