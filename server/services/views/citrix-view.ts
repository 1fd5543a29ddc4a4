import type { DeliveryState } from '~/domain/citrix-site/delivery'

export interface CitrixDeliveryRow {
  id: string
  site: string
  setName: string
  revision: number
  state: DeliveryState
  /** How many calls changed something on the site. */
  calls: number
  why: string | null
  startedAt: string
  /** Of one that broke off: its last sign of life. */
  finishedAt: string | null
  startedBy: string
}

export interface CitrixDeliveries {
  /** Newest first. */
  rows: CitrixDeliveryRow[]
  /** What is published now says to Citrix what the newest run wrote. */
  isCurrent: boolean
}
