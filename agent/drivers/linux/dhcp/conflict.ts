/**
 * Whether another machine of the network has an address already. The kernel's own ARP is asked: a datagram to the address
 * makes it look for the owner, and its table says whether one answered. Before an address is on the adapter only.
 */

import { createSocket, type Socket } from 'node:dgram'
import { readFile } from 'node:fs/promises'
import { networkInterfaces } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { ip } from '../filter/iproute'
import type { Adapter } from './adapter'

/** Nobody listens there; what arrives is thrown away. */
const DISCARD_PORT = 9
const LOOK_EVERY_MS = 50

/** @param waitMs how long an owner has to answer; it is asked twice in that time */
export async function isTaken(address: string, adapter: Adapter, waitMs: number): Promise<boolean> {
  if (isOurs(address)) return true
  // What the table remembers of an earlier owner is no answer.
  await ip(['neigh', 'del', address, 'dev', adapter.device]).catch(() => undefined)
  const socket = createSocket('udp4')
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject)
      socket.bind(0, adapter.address, resolve)
    })
    const looks = Math.max(2, Math.round(waitMs / LOOK_EVERY_MS))
    for (let look = 0; look < looks; look++) {
      if (look === 0 || look === Math.floor(looks / 2)) await poke(socket, address)
      await pause(LOOK_EVERY_MS)
      if (hasAnswered(await readFile('/proc/net/arp', 'latin1'), address, adapter)) return true
    }
    return false
  } finally {
    socket.close()
    await ip(['neigh', 'del', address, 'dev', adapter.device]).catch(() => undefined)
  }
}

const isOurs = (address: string) =>
  Object.values(networkInterfaces()).some((entries) => entries?.some((one) => one.address === address))

/** What cannot be sent finds nobody. */
function poke(socket: Socket, address: string): Promise<void> {
  return new Promise((resolve) => socket.send('', DISCARD_PORT, address, () => resolve()))
}

const COMPLETE = 0x2

/** Rows of `/proc/net/arp`: address, hardware type, flags, hardware address, mask, device. */
export function hasAnswered(table: string, address: string, { device, mac }: Adapter): boolean {
  return table.split('\n').some((line) => {
    const [ip, , flags, owner, , on] = line.trim().split(/\s+/)
    return ip === address && on === device && (Number(flags) & COMPLETE) !== 0 && owner !== mac
  })
}
