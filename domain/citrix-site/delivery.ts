/**
 * How far what Citrix policies carry has come on a host. Citrix reads machine settings when the host starts, when its
 * broker agent (Citrix Desktop Service) starts, and every 90 minutes: what the site holds is not yet in force.
 */

export const CITRIX_INTERVAL_MS = 90 * 60_000

/** A run that was killed cannot say so: it is known by its silence. */
export const ALIVE_EVERY_MS = 5_000
export const SILENT_AFTER_MS = 30_000

export type DeliveryState = 'applying' | 'delivered' | 'interrupted' | 'broken-off'

/** One run of the connector. */
export interface SiteDelivery {
  state: DeliveryState
  /** What is published now says to Citrix what was written then. */
  isCurrent: boolean
  /** Server time, in ms: of the end where it has ended. */
  atMs: number
}

export type DeliveryStanding =
  /** The connector was not used: whether somebody imported the export nobody here can tell. */
  | { state: 'unknown' }
  /** Policies were published since that say otherwise. */
  | { state: 'outdated' }
  /** The connector is at work. */
  | { state: 'delivering' }
  /** The connector was interrupted, or broke off: run it again. */
  | { state: 'half-delivered' }
  | { state: 'delivered-not-in-force'; inForceByMs: number }
  | { state: 'in-force'; since: 'restart' | 'interval'; sinceMs: number }

export interface DeliveryAsked {
  delivery: SiteDelivery | null
  /** When this host's running boot was first heard of; null where nobody knows. */
  bootMs: number | null
  nowMs: number
}

export function deliveryStanding({ delivery, bootMs, nowMs }: DeliveryAsked): DeliveryStanding {
  if (!delivery) return { state: 'unknown' }
  if (!delivery.isCurrent) return { state: 'outdated' }
  if (delivery.state === 'applying') return { state: 'delivering' }
  if (delivery.state !== 'delivered') return { state: 'half-delivered' }
  const { atMs } = delivery
  if (bootMs !== null && bootMs > atMs) return { state: 'in-force', since: 'restart', sinceMs: bootMs }
  const inForceByMs = atMs + CITRIX_INTERVAL_MS
  return nowMs >= inForceByMs
    ? { state: 'in-force', since: 'interval', sinceMs: inForceByMs }
    : { state: 'delivered-not-in-force', inForceByMs }
}
