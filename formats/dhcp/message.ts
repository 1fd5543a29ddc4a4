/** DHCP messages (RFC 2131, 2132, 3396): bytes in, a tagged result out, and back. What a client of one address needs. */

import { fail, ok, type Result } from '~/domain/result'
import { addressOf, bytesOfAddress, type Options, readOptions, writeOptions } from './options'

export const DHCP_KINDS = [
  'discover',
  'offer',
  'request',
  'decline',
  'ack',
  'nak',
  'release',
  'inform',
] as const
export type DhcpKind = (typeof DHCP_KINDS)[number]

export interface DhcpMessage {
  kind: DhcpKind
  /** Whether a server says it. */
  reply: boolean
  /** 32 bits: an answer bears that of its question. */
  xid: number
  /** Seconds since the client began to ask; at most 65,535. */
  secs: number
  /** The client can only hear an answer that is broadcast. */
  broadcast: boolean
  /** `ciaddr`: the address that the client has and answers ARP for. */
  clientAddress: string | null
  /** `yiaddr`: the address that is offered or given. */
  yourAddress: string | null
  /** The client's Ethernet address, as `02:00:5e:00:00:07`. */
  hardware: string
  /** Option 61, in hexadecimal: who the client is, whatever its hardware address. */
  clientId?: string
  /** Option 50. */
  requested?: string
  /** Option 54. */
  server?: string
  /** Options 51, 58 and 59. */
  leaseSeconds?: number
  renewSeconds?: number
  rebindSeconds?: number
  /** Option 56: why a server says no. */
  text?: string
  /** Option 55: which options the client asks for. */
  wanted?: number[]
}

const HEADER_BYTES = 236
const COOKIE = 0x63825363
/** BOOTP's length: there are relays that drop what is shorter. */
const LEAST_BYTES = 300
const ETHERNET = 1
const [SNAME, FILE] = [44, 108] as const
const CODE = { requested: 50, lease: 51, overload: 52, kind: 53, server: 54, wanted: 55, text: 56 } as const
const MORE = { renew: 58, rebind: 59, clientId: 61 } as const

/** Anything that is no sound message of a client or a server is a problem; nothing is read past the end. */
export function readDhcp(bytes: Uint8Array): Result<DhcpMessage> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < HEADER_BYTES + 4 || view.getUint32(HEADER_BYTES) !== COOKIE)
    return bad('message', bytes.length, 'a DHCP message has a header of 236 bytes and a magic cookie')
  const [op, type, length] = [view.getUint8(0), view.getUint8(1), view.getUint8(2)]
  if ((op !== 1 && op !== 2) || type !== ETHERNET || length !== 6)
    return bad('header', [op, type, length], 'only requests and replies for Ethernet are read')
  const options = optionsOf(bytes)
  if (!options.ok) return options
  const kind = DHCP_KINDS[(options.value.get(CODE.kind)?.[0] ?? 0) - 1]
  if (!kind) return bad('option 53', null, 'a DHCP message says which of the eight kinds it is')
  return withOptions(
    {
      kind,
      reply: op === 2,
      xid: view.getUint32(4),
      secs: view.getUint16(8),
      broadcast: (view.getUint16(10) & 0x8000) !== 0,
      clientAddress: addressOrNull(bytes.subarray(12, 16)),
      yourAddress: addressOrNull(bytes.subarray(16, 20)),
      hardware: hex(bytes.subarray(28, 34)).replace(/..(?=.)/g, '$&:'),
    },
    options.value,
  )
}

/** @throws RangeError for an address or an id that is none */
export function writeDhcp(message: DhcpMessage): Uint8Array {
  const options = writeOptions(optionsFor(message))
  const bytes = new Uint8Array(Math.max(LEAST_BYTES, HEADER_BYTES + 4 + options.length))
  const view = new DataView(bytes.buffer)
  bytes.set([message.reply ? 2 : 1, ETHERNET, 6])
  view.setUint32(4, message.xid)
  view.setUint16(8, message.secs)
  view.setUint16(10, message.broadcast ? 0x8000 : 0)
  if (message.clientAddress !== null) bytes.set(bytesOfAddress(message.clientAddress), 12)
  if (message.yourAddress !== null) bytes.set(bytesOfAddress(message.yourAddress), 16)
  bytes.set(unhex(message.hardware.replaceAll(':', ''), 6), 28)
  view.setUint32(HEADER_BYTES, COOKIE)
  bytes.set(options, HEADER_BYTES + 4)
  return bytes
}

/** With those that a server moved into the fields for names (option 52, overload). */
function optionsOf(bytes: Uint8Array): Result<Options> {
  const options: Options = new Map()
  const own = readOptions(bytes.subarray(HEADER_BYTES + 4), options)
  if (own !== null) return bad('options', own, 'an option runs past the end of the message')
  const overload = options.get(CODE.overload)?.[0] ?? 0
  const fields = [
    ...((overload & 1) !== 0 ? [bytes.subarray(FILE, HEADER_BYTES)] : []),
    ...((overload & 2) !== 0 ? [bytes.subarray(SNAME, FILE)] : []),
  ]
  const torn = fields.map((field) => readOptions(field, options)).find((code) => code !== null)
  return torn === undefined ? ok(options) : bad('options', torn, 'an option runs past the end of its field')
}

function withOptions(base: DhcpMessage, options: Options): Result<DhcpMessage> {
  const message = { ...base }
  const fixed = (code: number, length: number): Uint8Array | null | undefined => {
    const found = options.get(code)
    return found === undefined ? undefined : found.length === length ? found : null
  }
  for (const [name, code] of ADDRESSES) {
    const found = fixed(code, 4)
    if (found === null) return bad(`option ${code}`, null, 'an address has four bytes')
    if (found) message[name] = addressOf(found)
  }
  for (const [name, code] of SECONDS) {
    const found = fixed(code, 4)
    if (found === null) return bad(`option ${code}`, null, 'a time has four bytes')
    if (found) message[name] = new DataView(found.buffer, found.byteOffset).getUint32(0)
  }
  const [id, text, wanted] = [MORE.clientId, CODE.text, CODE.wanted].map((code) => options.get(code))
  if (id && id.length > 0) message.clientId = hex(id)
  if (text) message.text = [...text].map((byte) => String.fromCharCode(byte)).join('')
  if (wanted) message.wanted = [...wanted]
  return ok(message)
}

const ADDRESSES = [
  ['requested', CODE.requested],
  ['server', CODE.server],
] as const
const SECONDS = [
  ['leaseSeconds', CODE.lease],
  ['renewSeconds', MORE.renew],
  ['rebindSeconds', MORE.rebind],
] as const

function optionsFor(message: DhcpMessage): Options {
  const options: Options = new Map([[CODE.kind, Uint8Array.of(DHCP_KINDS.indexOf(message.kind) + 1)]])
  for (const [name, code] of ADDRESSES) {
    const address = message[name]
    if (address !== undefined) options.set(code, bytesOfAddress(address))
  }
  for (const [name, code] of SECONDS) {
    const seconds = message[name]
    if (seconds === undefined) continue
    const bytes = new Uint8Array(4)
    new DataView(bytes.buffer).setUint32(0, seconds)
    options.set(code, bytes)
  }
  if (message.clientId !== undefined) options.set(MORE.clientId, unhex(message.clientId))
  if (message.text !== undefined)
    options.set(
      CODE.text,
      Uint8Array.from(message.text, (character) => character.charCodeAt(0)),
    )
  if (message.wanted !== undefined) options.set(CODE.wanted, Uint8Array.from(message.wanted))
  return options
}

const hex = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')

function unhex(text: string, length = text.length / 2): Uint8Array {
  if (!/^(?:[0-9a-f]{2})*$/.test(text) || text.length !== length * 2)
    throw new RangeError(
      `${JSON.stringify(text)}: ${length} bytes are written as ${length * 2} hexadecimal digits`,
    )
  return Uint8Array.from({ length }, (_, at) => Number.parseInt(text.slice(at * 2, at * 2 + 2), 16))
}

function addressOrNull(bytes: Uint8Array): string | null {
  return bytes.every((byte) => byte === 0) ? null : addressOf(bytes)
}

const bad = (field: string, value: unknown, rule: string) =>
  fail(field, value, rule, 'It is left unread, as if it had been lost.')
