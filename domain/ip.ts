/** IP addresses as numbers, and the patterns that `ClientIP` filters take: single, wildcard, range and CIDR. Rulebook 5. */

import { fail, ok, type Result } from './result'

export interface Ip {
  family: 4 | 6
  bits: bigint
}

/** The addresses from `first` to `last`, both included. */
export interface IpSpan {
  family: 4 | 6
  first: bigint
  last: bigint
}

const MAPPED_PREFIX = 0xffffn

/** An address, or null. An IPv4 address inside IPv6 (`::ffff:192.0.2.7`) is the IPv4 address. */
export function parseIp(text: string): Ip | null {
  if (!text.includes(':')) {
    const bits = parseIpv4(text)
    return bits === null ? null : { family: 4, bits }
  }
  const bits = parseIpv6(text)
  if (bits === null) return null
  return bits >> 32n === MAPPED_PREFIX ? { family: 4, bits: bits & 0xffffffffn } : { family: 6, bits }
}

function parseIpv4(text: string): bigint | null {
  const octets = text.split('.')
  if (octets.length !== 4) return null
  let bits = 0
  for (const octet of octets) {
    if (!/^(?:0|[1-9]\d{0,2})$/.test(octet) || Number(octet) > 255) return null
    bits = bits * 256 + Number(octet)
  }
  return BigInt(bits)
}

function parseIpv6(text: string): bigint | null {
  const halves = text.split('::')
  if (halves.length > 2) return null
  const head = groupsOf(halves[0] ?? '', halves.length === 1)
  const tail = halves.length === 2 ? groupsOf(halves[1] ?? '', true) : []
  if (!head || !tail) return null
  const missing = 8 - head.length - tail.length
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null
  const groups = [...head, ...new Array<number>(missing).fill(0), ...tail]
  return groups.reduce((bits, group) => (bits << 16n) | BigInt(group), 0n)
}

function groupsOf(text: string, mayEndInIpv4: boolean): number[] | null {
  if (text === '') return []
  const groups: number[] = []
  const parts = text.split(':')
  for (const [index, part] of parts.entries()) {
    if (mayEndInIpv4 && index === parts.length - 1 && part.includes('.')) {
      const bits = parseIpv4(part)
      if (bits === null) return null
      groups.push(Number(bits >> 16n), Number(bits & 0xffffn))
    } else if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(Number.parseInt(part, 16))
    else return null
  }
  return groups
}

/** What a `ClientIP` filter's value stands for: spans that an address must lie in one of. */
export function parseIpPattern(value: string, field: string): Result<IpSpan> {
  const span = spanOf(value.trim())
  if (span) return ok(span)
  return fail(
    field,
    value,
    'it is neither an address, nor a wildcard, a range or a CIDR prefix',
    'Write 12.0.0.1, 12.0.0.*, 12.0.0.1-12.0.0.70, 12.0.0.0/24, or the same in IPv6.',
  )
}

export function spanHolds(span: IpSpan, ip: Ip): boolean {
  return span.family === ip.family && span.first <= ip.bits && ip.bits <= span.last
}

function spanOf(value: string): IpSpan | null {
  if (value.includes('*')) return wildcardSpan(value)
  if (value.includes('/')) return prefixSpan(value)
  if (value.includes('-')) return rangeSpan(value)
  const ip = parseIp(value)
  return ip && { family: ip.family, first: ip.bits, last: ip.bits }
}

// `12.0.*.*`: once an octet is a wildcard, all after it are, so that the pattern is one span of addresses.
function wildcardSpan(value: string): IpSpan | null {
  if (!/^(?:\d{1,3}\.){1,3}\*(?:\.\*)*$|^\*(?:\.\*){3}$/.test(value) || value.split('.').length !== 4)
    return null
  const first = parseIpv4(value.replaceAll('*', '0'))
  const last = parseIpv4(value.replaceAll('*', '255'))
  return first === null || last === null ? null : { family: 4, first, last }
}

function prefixSpan(value: string): IpSpan | null {
  const [address = '', length = '', ...rest] = value.split('/')
  const ip = parseIp(address)
  if (!ip || rest.length > 0 || !/^(?:0|[1-9]\d{0,2})$/.test(length)) return null
  const width = ip.family === 4 ? 32 : 128
  if (Number(length) > width) return null
  const free = BigInt(width - Number(length))
  const first = (ip.bits >> free) << free
  return { family: ip.family, first, last: first | ((1n << free) - 1n) }
}

function rangeSpan(value: string): IpSpan | null {
  const [from, to, ...rest] = value.split('-').map((end) => parseIp(end.trim()))
  if (!from || !to || rest.length > 0 || from.family !== to.family || from.bits > to.bits) return null
  return { family: from.family, first: from.bits, last: to.bits }
}

const OCTETS = /^\d{1,3}(?:\.\d{1,3}){0,3}\.?$/

/**
 * The first and the last address that a text begins: `127.0.0.8` is one address, `127.0.` are 65,536. A number without
 * a dot is a word like any other.
 * @returns null for what begins no address
 */
export function addressRange(text: string): { from: string; to: string } | null {
  if (text.includes(':')) return parseIp(text) ? { from: text, to: text } : null
  if (!text.includes('.') || !OCTETS.test(text)) return null
  const parts = text.split('.').filter(Boolean)
  if (parts.some((part) => Number(part) > 255 || String(Number(part)) !== part)) return null
  const filled = (last: number) => [...parts, ...Array(4 - parts.length).fill(last)].join('.')
  return { from: filled(0), to: filled(255) }
}
