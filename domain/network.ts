/** IPv4 networks and ranges of addresses as whole numbers: what pools are made of. */

import { fail, ok, type Result } from './result'

/** The addresses from `first` to `last`, both included. */
export interface Span {
  first: number
  last: number
}

export interface Network extends Span {
  /** Canonical: `10.20.3.0/24`. */
  text: string
  prefix: number
}

const IPV4_RULE =
  'virtual IP is an IPv4 feature: Citrix, Microsoft and our Linux filter give IPv4 addresses only'
const ADDRESS_RULE = 'an address is four whole numbers from 0 to 255 with dots between them'

/** 0 to 4294967295, or null for what is no dotted decimal address. */
export function addressNumber(text: string): number | null {
  const octets = text.split('.')
  if (octets.length !== 4) return null
  let bits = 0
  for (const octet of octets) {
    if (!/^(?:0|[1-9]\d{0,2})$/.test(octet) || Number(octet) > 255) return null
    bits = bits * 256 + Number(octet)
  }
  return bits
}

export function addressText(bits: number): string {
  return [24, 16, 8, 0].map((shift) => (bits >>> shift) & 255).join('.')
}

/** One address for the places that take one. IPv6 is refused with its reason. */
export function readAddress(text: string, field: string): Result<number> {
  const trimmed = text.trim()
  if (trimmed.includes(':')) return fail(field, text, IPV4_RULE, 'Give an IPv4 address, such as 10.20.3.7.')
  const bits = addressNumber(trimmed)
  if (bits !== null) return ok(bits)
  return fail(field, text, ADDRESS_RULE, 'Write it as 10.20.3.7, without leading zeros.')
}

/** A network as a prefix, `10.20.3.0/24`: an address with host bits set is refused, for it may be a slip of either part. */
export function readNetwork(text: string, field = 'network'): Result<Network> {
  const [address = '', length = '', ...rest] = text.trim().split('/')
  if (text.includes(':')) return fail(field, text, IPV4_RULE, 'Give an IPv4 network, such as 10.20.3.0/24.')
  const bits = addressNumber(address)
  if (bits === null || rest.length > 0 || !/^(?:0|[1-9]\d?)$/.test(length) || Number(length) > 32) {
    const rule = 'a network is an address, a slash and the length of the prefix, from 0 to 32'
    return fail(field, text, rule, 'Write it as 10.20.3.0/24.')
  }
  const prefix = Number(length)
  const size = 2 ** (32 - prefix)
  const first = Math.floor(bits / size) * size
  if (first !== bits) {
    const rule = `${address} is not the first address of a network with the prefix /${prefix}`
    return fail(field, text, rule, `Write ${addressText(first)}/${prefix}, or another prefix.`)
  }
  return ok({ first, last: first + size - 1, prefix, text: `${addressText(first)}/${prefix}` })
}

/** `10.20.3.10-10.20.3.99`, or one address. */
export function readSpan(text: string, field: string): Result<Span> {
  const ends = text.split('-')
  if (ends.length > 2) return fail(field, text, 'a range has two ends', 'Write it as 10.20.3.10-10.20.3.99.')
  const from = readAddress(ends[0] ?? '', field)
  if (!from.ok) return from
  const to = ends.length === 2 ? readAddress(ends[1] ?? '', field) : from
  if (!to.ok) return to
  if (from.value > to.value) {
    const mend = `Write ${addressText(to.value)}-${addressText(from.value)}.`
    return fail(field, text, 'a range ends at or after the address it begins with', mend)
  }
  return ok({ first: from.value, last: to.value })
}

export const spanText = ({ first, last }: Span): string =>
  first === last ? addressText(first) : `${addressText(first)}-${addressText(last)}`

export const spanSize = ({ first, last }: Span): number => last - first + 1
export const overlaps = (one: Span, other: Span): boolean =>
  one.first <= other.last && other.first <= one.last
export const within = (inner: Span, outer: Span): boolean =>
  outer.first <= inner.first && inner.last <= outer.last

/** What hosts of the network may hold: without its own and its broadcast address, which /31 and /32 do not have. */
export function hostSpan({ first, last, prefix }: Network): Span {
  return prefix >= 31 ? { first, last } : { first: first + 1, last: last - 1 }
}

/** The spans without the ones taken out, in order, none touching another of its own kind needlessly. */
export function subtract(spans: readonly Span[], out: readonly Span[]): Span[] {
  const cuts = [...out].sort((one, other) => one.first - other.first)
  return [...spans]
    .sort((one, other) => one.first - other.first)
    .flatMap((span) => {
      const left: Span[] = []
      let { first } = span
      for (const cut of cuts) {
        if (cut.last < first || cut.first > span.last) continue
        if (cut.first > first) left.push({ first, last: cut.first - 1 })
        first = cut.last + 1
      }
      if (first <= span.last) left.push({ first, last: span.last })
      return left
    })
}
