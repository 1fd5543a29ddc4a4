/** What an address of a socket means for virtual IP and virtual loopback. */

import { parseIp } from '../ip'
import { detached } from './detached'

export type AddressKind =
  /** 127.0.0.0/8. */
  | 'loopback'
  /** ::1. Outside what virtual loopback is documented to change. */
  | 'loopback6'
  /** 0.0.0.0, or a `*` in an address column. */
  | 'any'
  /** :: alone. */
  | 'any6'
  /** An address of the machine, or of a peer. */
  | 'server'
  | 'link-local'
  /** Multicast and broadcast: many listen, nobody clashes. */
  | 'group'
  /** A host name: name resolution was on. */
  | 'name'
  | 'none'

const MEMORY = 4_096
const remembered = new Map<string, AddressKind>()

/** The kind of an address as printed, with or without a zone. */
export function addressKind(address: string): AddressKind {
  const known = remembered.get(address)
  if (known !== undefined) return known
  const kind = decide(address)
  if (remembered.size >= MEMORY) remembered.clear()
  remembered.set(detached(address), kind)
  return kind
}

function decide(printed: string): AddressKind {
  const zone = printed.indexOf('%')
  const address = zone < 0 ? printed : printed.slice(0, zone)
  if (address === '') return 'none'
  if (address === '*') return 'any'
  const ip = parseIp(address)
  if (!ip) return /^(?:localhost|ip6-localhost)(?:\.|$)/i.test(address) ? 'loopback' : 'name'
  return ip.family === 4 ? kindOf4(Number(ip.bits)) : kindOf6(ip.bits)
}

function kindOf4(bits: number): AddressKind {
  const first = Math.floor(bits / 2 ** 24)
  if (bits === 0) return 'any'
  if (first === 127) return 'loopback'
  if (first >= 224) return 'group'
  return Math.floor(bits / 2 ** 16) === 0xa9fe ? 'link-local' : 'server'
}

function kindOf6(bits: bigint): AddressKind {
  if (bits === 0n) return 'any6'
  if (bits === 1n) return 'loopback6'
  if (bits >> 120n === 0xffn) return 'group'
  return bits >> 118n === 0xfe80n >> 6n ? 'link-local' : 'server'
}

/** Whether a connection to this address stays on the machine by the loopback. */
export function isLoopback(kind: AddressKind): boolean {
  return kind === 'loopback' || kind === 'loopback6'
}

/** Whether an address is the loopback of one session, not 127.0.0.1: virtual loopback is already at work there. */
export function isSessionLoopback(address: string): boolean {
  return (
    addressKind(address) === 'loopback' && /^127\.\d+\.\d+\.\d+$/.test(address) && address !== '127.0.0.1'
  )
}
