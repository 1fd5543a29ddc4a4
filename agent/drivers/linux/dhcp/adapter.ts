/** The network adapter that virtual IPs go on: the one a policy names, or the one that leads out. */

import { readFileSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import { parseIp, parseIpPattern, spanHolds } from '~/domain/ip'

export interface Adapter {
  device: string
  /** The machine's own address on it. */
  address: string
  /** As `02:00:5e:00:00:07`. */
  mac: string
}

type Interfaces = ReturnType<typeof networkInterfaces>

/**
 * @param wanted a CIDR or a MAC address (`VirtualIpAdapter`); null for the adapter of the default route
 * @param virtual addresses that are not the machine's own
 */
export function chooseAdapter(
  wanted: string | null,
  virtual: ReadonlySet<string>,
  interfaces: Interfaces = networkInterfaces(),
  routes = readFileSync('/proc/net/route', 'latin1'),
): Adapter | null {
  const adapters = Object.entries(interfaces).flatMap(([device, entries]) =>
    (entries ?? [])
      // A virtual IP is a /32; networks are never that small.
      .filter((one) => one.family === 'IPv4' && !one.internal && !virtual.has(one.address))
      .map(({ address, mac, netmask }) => ({ device, address, mac, whole: netmask === '255.255.255.255' })),
  )
  adapters.sort((one, other) => Number(one.whole) - Number(other.whole))
  const found =
    wanted === null
      ? (adapters.find(({ device }) => device === outward(routes)) ?? onlyOne(adapters))
      : adapters.find((one) => isMeant(wanted, one))
  return found ? { device: found.device, address: found.address, mac: found.mac } : null
}

function isMeant(wanted: string, { address, mac }: Adapter): boolean {
  const plain = (text: string) => text.replace(/[:-]/g, '').toLowerCase()
  if (plain(wanted) === plain(mac)) return true
  const span = parseIpPattern(wanted, 'adapter')
  const ip = parseIp(address)
  return span.ok && ip !== null && spanHolds(span.value, ip)
}

function outward(routes: string): string | undefined {
  const rows = routes.split('\n').map((line) => line.split('\t'))
  return rows.find(([, destination]) => destination === '00000000')?.[0]
}

/** Without a default route there is no doubt only where there is one adapter. */
function onlyOne<T extends { device: string }>(adapters: readonly T[]): T | undefined {
  return new Set(adapters.map(({ device }) => device)).size === 1 ? adapters[0] : undefined
}
