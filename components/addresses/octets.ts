/** How an address is shown: which octets carry the news. */

const PLAIN = ['127', '0', '0', '1']

export interface AddressPart {
  /** Where in the address it begins. */
  at: number
  text: string
  differs: boolean
}

/**
 * An IPv4 address in as few parts as show its news: each octet that differs from 127.0.0.1 (outside 127/8 all of them do),
 * and what lies between. Null for anything else.
 */
export function addressParts(address: string): AddressPart[] | null {
  const octets = address.split('.')
  if (octets.length !== 4) return null
  const outside = octets[0] !== '127'
  const parts: AddressPart[] = []
  let at = 0
  let quiet = ''
  const rest = () => {
    if (quiet) parts.push({ at: at - quiet.length, text: quiet, differs: false })
    quiet = ''
  }
  for (const [index, text] of octets.entries()) {
    const differs = outside || text !== PLAIN[index]
    if (differs) {
      rest()
      parts.push({ at, text, differs })
    } else quiet += text
    if (index < 3) quiet += '.'
    at += text.length + 1
  }
  at -= 1
  rest()
  return parts
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
