/** A session's virtual IP on an adapter of this machine, put there and taken away with iproute2. */

import { readFileSync } from 'node:fs'
import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os'
import { parseIp, parseIpPattern, spanHolds } from '~/domain/ip'
import { ip } from './iproute'

type Interfaces = ReturnType<typeof networkInterfaces>

/** The machine's own IPv4 addresses, without loopback. */
export function hostAddresses(
  without: ReadonlySet<string>,
  interfaces: Interfaces = networkInterfaces(),
): string[] {
  return sorted(ownEntries(without, interfaces))
}

/** The address that outside machines know this one by: that of the adapter with the default route, if it has one. */
export function serverAddress(
  without: ReadonlySet<string>,
  routes = readFileSync('/proc/net/route', 'latin1'),
  interfaces: Interfaces = networkInterfaces(),
): string | null {
  const rows = routes.split('\n').map((line) => line.split('\t'))
  const device = rows.find(([, destination]) => destination === '00000000')?.[0]
  const outward = device === undefined ? [] : ownEntries(without, { [device]: interfaces[device] })
  const own = outward.length > 0 ? outward : ownEntries(without, interfaces)
  // A virtual IP is a /32, and one that was put there just now is not known as such yet.
  const networks = own.filter(({ netmask }) => netmask !== '255.255.255.255')
  return sorted(networks.length > 0 ? networks : own)[0] ?? null
}

function ownEntries(without: ReadonlySet<string>, interfaces: Interfaces): NetworkInterfaceInfo[] {
  return Object.values(interfaces)
    .flatMap((one) => one ?? [])
    .filter(({ family, internal, address }) => family === 'IPv4' && !internal && !without.has(address))
}

const sorted = (entries: readonly NetworkInterfaceInfo[]) =>
  [...new Set(entries.map(({ address }) => address))].sort()

/** The network that an address of this machine lies in, as CIDR; the address alone where no adapter has one. */
export function networkOf(address: string, interfaces: Interfaces = networkInterfaces()): string {
  const found = adapterFor(address, interfaces)
  return found?.cidr ? networkText(found.cidr) : `${address}/32`
}

/**
 * Puts the address on the adapter whose network holds it, else on `lo`.
 * @returns the adapter, to be given to {@link removeVip}; null where the machine has the address already
 * @throws Error with what iproute2 said
 */
export async function addVip(address: string): Promise<string | null> {
  const interfaces = networkInterfaces()
  if (Object.values(interfaces).some((one) => one?.some((entry) => entry.address === address))) return null
  const device = adapterFor(address, interfaces)?.device ?? 'lo'
  // Deprecated, so that the machine never starts its own connections from it.
  await ip(['addr', 'add', `${address}/32`, 'dev', device, 'valid_lft', 'forever', 'preferred_lft', '0'])
  return device
}

/** An address that is gone already is no error. */
export async function removeVip(address: string, device: string): Promise<void> {
  await ip(['addr', 'del', `${address}/32`, 'dev', device]).catch((error: Error) => {
    if (!/Cannot assign requested address|Address not found|Cannot find device/.test(error.message))
      throw error
  })
}

function adapterFor(address: string, interfaces: Interfaces): { device: string; cidr: string } | null {
  const wanted = parseIp(address)
  if (!wanted) return null
  for (const [device, entries] of Object.entries(interfaces)) {
    for (const { family, internal, cidr } of entries ?? []) {
      if (family !== 'IPv4' || internal || !cidr || cidr.endsWith('/32')) continue
      const span = parseIpPattern(cidr, device)
      if (span.ok && spanHolds(span.value, wanted)) return { device, cidr }
    }
  }
  return null
}

function networkText(cidr: string): string {
  const span = parseIpPattern(cidr, 'network')
  if (!span.ok) return cidr
  const octets = [24n, 16n, 8n, 0n].map((shift) => (span.value.first >> shift) & 255n)
  return `${octets.join('.')}/${cidr.split('/')[1]}`
}
