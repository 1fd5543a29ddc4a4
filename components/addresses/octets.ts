/** How an address is shown: which octets carry the news. */

const PLAIN = ['127', '0', '0', '1']

/**
 * The octets of an IPv4 address, each marked when it differs from 127.0.0.1; of an address outside 127/8 all of them
 * do. Null for anything else.
 */
export function octetsOf(address: string): { text: string; differs: boolean }[] | null {
  const octets = address.split('.')
  if (octets.length !== 4) return null
  const outside = octets[0] !== '127'
  return octets.map((text, index) => ({ text, differs: outside || text !== PLAIN[index] }))
}

/** The session id of a loopback address, or null. */
export function loopbackSession(address: string): number | null {
  const octets = address.split('.').map(Number)
  if (octets.length !== 4 || octets[0] !== 127 || octets.some((octet) => !(octet >= 0 && octet <= 255)))
    return null
  const [, b = 0, c = 0, d = 0] = octets
  const host = b * 65_536 + c * 256 + d
  return host > 0 ? host - 1 : null
}
