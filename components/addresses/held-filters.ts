import type { HeldNowRow, Inputs } from '~/components/data/api'
import { foundBy } from '~/components/data/found-by'
import { addressNumber } from '~/domain/network'

export const HELD_FILTERS = ['q', 'network', 'kind'] as const
export const HELD_NETWORKS = ['all', 'virtual', 'loopback'] as const
const KINDS = ['granted', 'computed', 'observed'] as const

export type HeldInput = Omit<Inputs['addresses']['now'], 'cursor'>

/** What the list is asked for, from the words of the address bar; words that mean nothing are left out. */
export function heldInput({ q, network, kind }: Partial<Record<string, string>>): HeldInput {
  const known = KINDS.find((word) => word === kind)
  return {
    ...(q && { q }),
    network: HELD_NETWORKS.find((word) => word === network) ?? 'all',
    ...(known && { kind: known }),
  }
}

/** Whether an address that came over the live connection belongs to the list. */
export function joinsHeld(row: HeldNowRow, { q, network, kind }: HeldInput): boolean {
  if (kind && !row.kinds.includes(kind)) return false
  if (q && !foundBy(q, [row.user, row.host], [row.address])) return false
  return network === 'all' || (row.network === 'loopback') === (network === 'loopback')
}

/** The order of the list. */
export function isBefore(one: HeldNowRow, other: HeldNowRow): boolean {
  const [here, there] = [addressNumber(one.address) ?? 0, addressNumber(other.address) ?? 0]
  return here < there || (here === there && one.sessionId < other.sessionId)
}
