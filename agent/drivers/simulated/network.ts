/** The network of the simulated farm. Pure: an address follows from the host's place in the farm, so none comes twice. */

/** Sessions of one host that can hold a virtual IP at once. */
export const MAX_VIRTUAL_IPS = 250

/** The prefixes 10.20.0.0 to 10.255.255.0, one a host. */
const MAX_HOSTS = 236 * 256

/** The virtual IP in a host's slot: host 0 has 10.20.0.1 to 10.20.0.250, host 256 has 10.21.0.1 and on. */
export function virtualIp(hostIndex: number, slot: number): { address: string; network: string } {
  if (!Number.isInteger(hostIndex) || hostIndex < 0 || hostIndex >= MAX_HOSTS) {
    throw new RangeError(`a simulated farm has at most ${MAX_HOSTS} hosts, not a host ${hostIndex}`)
  }
  if (!Number.isInteger(slot) || slot < 0 || slot >= MAX_VIRTUAL_IPS) {
    throw new RangeError(`a simulated host has ${MAX_VIRTUAL_IPS} virtual IPs, not a slot ${slot}`)
  }
  const prefix = `10.${20 + Math.floor(hostIndex / 256)}.${hostIndex % 256}`
  return { address: `${prefix}.${slot + 1}`, network: `${prefix}.0/24` }
}

/** The host's own address. */
export function hostAddress(hostIndex: number): string {
  return `10.10.${Math.floor(hostIndex / 250)}.${(hostIndex % 250) + 1}`
}
