/** Network adapters, named by a network that they are in or by their hardware address. */

import { parseIp, parseIpPattern, spanHolds } from '~/domain/ip'
import type { MachineFacts, NetworkAdapter } from './ports'

/** The adapter that a setting names by network or by hardware address. */
export function adapterFor(wanted: string, { adapters }: MachineFacts): NetworkAdapter | undefined {
  if (!wanted.includes('/')) return adapters.find(({ mac }) => sameMac(mac, wanted))
  const span = parseIpPattern(wanted, 'VirtualIpAdapter')
  if (!span.ok) return undefined
  const inside = (address: string) => {
    const ip = parseIp(address)
    return ip !== null && spanHolds(span.value, ip)
  }
  return adapters.find(({ addresses }) => addresses.some(({ address }) => inside(address)))
}

/** As Windows writes it: `52-54-00-12-34-56`. */
export const macOf = (mac: string) => mac.replace(/[:.]/g, '-').toUpperCase()
export const sameMac = (one: string, other: string) => macOf(one) === macOf(other)
