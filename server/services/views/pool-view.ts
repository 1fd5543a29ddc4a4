import type { PoolDefinition } from '~/domain/pool'

export interface PoolRow extends PoolDefinition {
  id: string
  version: number
  /** How many addresses it has. */
  size: number
  held: number
  resting: number
  /** Reserved and not held. */
  reserved: number
  free: number
  /** Held, and taken out of the pool: they go when they are released. */
  leaving: number
  state: 'fine' | 'warn' | 'critical' | 'full'
  forecast: PoolForecast | null
}

export interface PoolForecast {
  perDay: number
  /** Null where it does not fill at this pace. */
  fullAt: string | null
}

export interface PoolUsePoint {
  at: string
  held: number
  resting: number
  size: number
}

export type AddressState = 'free' | 'held' | 'resting' | 'reserved' | 'conflict'

export interface PoolAddressRow {
  address: string
  state: AddressState
  sessionId: string | null
  host: string | null
  number: number | null
  user: string | null
  since: string | null
  releasedAt: string | null
  /** When it has rested; null unless it rests. */
  restsUntil: string | null
  lastUser: string | null
  reservedUser: string | null
  reservedProgram: string | null
  reservedNote: string | null
  leaving: boolean
}

export interface PoolBlock {
  block: string
  size: number
  held: number
  resting: number
  reserved: number
  leaving: number
}

export interface PoolView extends PoolRow {
  use: PoolUsePoint[]
  blocks: PoolBlock[]
}

export interface AffectedRow {
  address: string
  sessionId: string | null
  host: string | null
  number: number | null
  user: string | null
  reservedFor: string | null
}

/** What a change of a pool would mean. */
export interface PoolPlanView {
  network: string
  size: number
  sizeBefore: number
  /** Sessions that hold an address which leaves: they keep it until they end. */
  sessions: number
  /** Reservations that are lost. */
  reservations: number
  /** The first of both. */
  affected: AffectedRow[]
}
