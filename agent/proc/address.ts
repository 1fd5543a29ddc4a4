/** Addresses as `/proc/net` writes them: hexadecimal, each 32-bit word in the byte order of the machine. Pure. */

import { endianness } from 'node:os'

/** `0800007F` is 127.0.0.8 on a little-endian machine. An IPv4 address inside IPv6 is given as IPv4. Null for other text. */
export function parseAddress(hex: string, order: 'LE' | 'BE' = endianness()): string | null {
  if (!/^([0-9A-Fa-f]{8}|[0-9A-Fa-f]{32})$/.test(hex)) return null
  const bytes = Buffer.from(hex, 'hex')
  if (order === 'LE') bytes.swap32()
  if (bytes.length === 4) return bytes.join('.')
  const mapped = bytes.subarray(0, 10).every((byte) => byte === 0) && bytes.readUInt16BE(10) === 0xffff
  if (mapped) return bytes.subarray(12).join('.')
  const groups = Array.from({ length: 8 }, (_, index) => bytes.readUInt16BE(index * 2).toString(16))
  return compress(groups.join(':'))
}

/** The short form of RFC 5952, which URL hosts are written in. */
function compress(address: string): string {
  return new URL(`http://[${address}]`).hostname.slice(1, -1)
}
