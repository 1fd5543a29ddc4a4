/** The options of a DHCP message by their code: the parts of a long one are joined, in the order they come (RFC 3396). */

import { parseIp } from '~/domain/ip'

export type Options = Map<number, Uint8Array>

const [PAD, END] = [0, 255]
const LONGEST = 255

/** Adds what stands in `bytes` to `into`. Gives back the code of an option that runs past the end; null where none does. */
export function readOptions(bytes: Uint8Array, into: Options): number | null {
  for (let at = 0; at < bytes.length; ) {
    const code = bytes[at++]
    if (code === undefined || code === END) return null
    if (code === PAD) continue
    const length = bytes[at++]
    if (length === undefined || at + length > bytes.length) return code
    into.set(code, joined(into.get(code), bytes.subarray(at, at + length)))
    at += length
  }
  return null
}

export function writeOptions(options: Options): Uint8Array {
  const bytes: number[] = []
  for (const [code, value] of options) {
    let at = 0
    do {
      const part = value.subarray(at, at + LONGEST)
      bytes.push(code, part.length, ...part)
      at += LONGEST
    } while (at < value.length)
  }
  return Uint8Array.from([...bytes, END])
}

function joined(before: Uint8Array | undefined, more: Uint8Array): Uint8Array {
  return before === undefined ? Uint8Array.from(more) : Uint8Array.from([...before, ...more])
}

export const addressOf = (bytes: Uint8Array): string => bytes.join('.')

/** @throws RangeError for what is no IPv4 address */
export function bytesOfAddress(address: string): Uint8Array {
  if (parseIp(address)?.family !== 4) throw new RangeError(`${JSON.stringify(address)} is no IPv4 address`)
  return Uint8Array.from(address.split('.'), Number)
}
