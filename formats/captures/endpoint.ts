/** Ends of sockets as tools print them: `127.0.0.1:80`, `[::1]:80`, `:::80`, `*:*`, `HOST:epmap`, `[fe80::1%4]:80`. */

import type { Endpoint } from './model'
import { portOfName } from './port-names'

/** What was printed as a port, when it was something. */
export interface PrintedEndpoint extends Endpoint {
  /** A service name that was printed in the port's place. */
  portName?: string
}

/** 0 to 65535 in plain digits, or undefined. */
export function portNumber(text: string): number | undefined {
  if (text.length === 0 || text.length > 5) return undefined
  let port = 0
  for (let i = 0; i < text.length; i++) {
    const digit = text.charCodeAt(i) - 48
    if (digit < 0 || digit > 9) return undefined
    port = port * 10 + digit
  }
  return port <= 65_535 ? port : undefined
}

/** A process id in plain digits: 0 to 4294967295, or undefined. */
export function processId(text: string): number | undefined {
  if (text.length === 0 || text.length > 10) return undefined
  let pid = 0
  for (let i = 0; i < text.length; i++) {
    const digit = text.charCodeAt(i) - 48
    if (digit < 0 || digit > 9) return undefined
    pid = pid * 10 + digit
  }
  return pid <= 4_294_967_295 ? pid : undefined
}

/** Address and port together. Null when there is no colon, or no sense in what stands after it. */
export function parseEndpoint(text: string): PrintedEndpoint | null {
  const colon = text.lastIndexOf(':')
  if (colon < 1) return null
  const port = text.slice(colon + 1)
  const bracket = text.lastIndexOf(']')
  if (bracket > colon || (bracket < 0 && text.charCodeAt(0) === 91)) return null
  const address = bareAddress(text.slice(0, colon))
  return address === '' ? null : withPort(address, port)
}

/** An endpoint of an address and what was printed as its port. Null when that is neither number, `*`, nor name. */
export function withPort(address: string, port: string): PrintedEndpoint | null {
  if (port === '*' || port === '') return { address }
  const number = portNumber(port)
  if (number !== undefined) return { address, port: number }
  if (!/^[A-Za-z][\w.+-]*$|^[\w.+-]*[A-Za-z][\w.+-]*$/.test(port) || port.length > 40) return null
  const named = portOfName(port)
  return named === undefined ? { address, portName: port } : { address, port: named, portName: port }
}

/** Without the brackets of IPv6: `[fe80::1]%eth0` is `fe80::1%eth0`. */
export function bareAddress(text: string): string {
  if (text.charCodeAt(0) !== 91) return text
  const close = text.indexOf(']')
  if (close < 0) return text.slice(1)
  return text.slice(1, close) + text.slice(close + 1)
}

/** Whether the text can be an address, a `*` or a host name, on its own, without a port. */
export function looksLikeAddress(text: string): boolean {
  return (
    text === '*' ||
    /^\d{1,3}(?:\.\d{1,3}){3}(?:%\w+)?$/.test(text) ||
    (text.indexOf(':') >= 0 && /^\[?[0-9a-f:.]*:[0-9a-f:.]*(?:%[\w.-]+)?\]?$/i.test(text))
  )
}

/** The beginning of an IPv4 address: what is left of one where a file was cut. */
export function isHalfAddress(text: string): boolean {
  return /^\d+(?:\.\d+){0,2}\.?$/.test(text) || /^(?:\d+\.){3}$/.test(text)
}

/**
 * Whether the far end is nobody: nothing printed, `*`, an unspecified address, or port 0.
 * Netstat without `-n` prints the machine's own name with port 0, so the port alone decides where there is one.
 */
export function isNobody({ address, port }: Endpoint): boolean {
  if (port !== undefined) return port === 0
  return (
    address === '' ||
    address === '*' ||
    address === '0.0.0.0' ||
    address === '::' ||
    address === '0:0:0:0:0:0:0:0'
  )
}

/** The endpoint alone, without what was printed. */
export function plain(printed: PrintedEndpoint): Endpoint {
  if (printed.portName === undefined) return printed
  return printed.port === undefined
    ? { address: printed.address }
    : { address: printed.address, port: printed.port }
}

/** The words of a line, as `split(/\s+/)` gives them after `trim`, at a fraction of the cost. */
export function wordsOf(text: string): string[] {
  const words: string[] = []
  let from = -1
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 32 || (code >= 9 && code <= 13) || code === 160 || (code > 255 && isWideBlank(code))) {
      if (from >= 0) words.push(text.slice(from, at))
      from = -1
    } else if (from < 0) from = at
  }
  if (from >= 0) words.push(text.slice(from))
  return words
}

// The blanks of other scripts, and the byte order mark.
const isWideBlank = (code: number) =>
  code === 0x3000 ||
  (code >= 0x2000 && code <= 0x200a) ||
  code === 0x202f ||
  code === 0x205f ||
  code === 0xfeff ||
  code === 0x1680
