/** What runs, and how it is. */
export interface AboutView {
  version: string
  /** Of the agents' protocol: the newest and the oldest that are served. */
  protocol: { newest: number; oldest: number }
  node: string
  now: string
  startedAt: string
  memoryBytes: number
  database: { version: string; bytes: number; migration: string | null }
  auditRows: number
  /** Agents that hold a stream open now. */
  watchingAgents: number
  agents: { version: string; driver: string; hosts: number }[]
}
