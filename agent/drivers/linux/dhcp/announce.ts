/**
 * Tells the machines of a network that an address is here now: one that knew its last holder would go on writing to that
 * one until its table forgets. The kernel speaks for us, without a raw socket: asked for a machine that nobody knows, it
 * broadcasts an ARP request in the address's name, and whoever has a row for that address corrects it (RFC 826).
 */

import { createSocket } from 'node:dgram'
import { readFile } from 'node:fs/promises'
import { addressNumber, addressText } from '~/domain/network'

/** Nobody listens there; what arrives is thrown away. */
const DISCARD_PORT = 9

/** After it is on the adapter. */
export async function announce(address: string): Promise<void> {
  const known = await readFile('/proc/net/arp', 'latin1').catch(() => '')
  const target = strangerNear(address, known)
  if (target === null) return
  const socket = createSocket('udp4')
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject)
      socket.bind(0, address, resolve)
    })
    await new Promise<void>((resolve) => socket.send('', DISCARD_PORT, target, () => resolve()))
  } finally {
    socket.close()
  }
}

/** An address of the same network that the kernel's table has no row for; null where it knows all of the nearest. */
export function strangerNear(address: string, table: string): string | null {
  const number = addressNumber(address)
  if (number === null) return null
  const known = new Set(table.split('\n').map((line) => line.trim().split(/\s+/)[0]))
  const near = [1, 2, 3, 5, 6, 7, 9, 10].map((bits) => addressText((number ^ bits) >>> 0))
  return near.find((one) => !known.has(one)) ?? null
}
