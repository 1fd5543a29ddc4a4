/**
 * Tells the machines of a network that an address is here now: one that knew its last holder would go on writing to that
 * one until its table forgets. The kernel speaks for us, without a raw socket: asked for a machine that nobody knows, it
 * broadcasts an ARP request in the address's name, and whoever has a row for that address corrects it (RFC 826).
 */

import { createSocket } from 'node:dgram'
import { readFile } from 'node:fs/promises'
import { networkInterfaces } from 'node:os'
import { addressNumber, addressText } from '~/domain/network'

/** Nobody listens there; what arrives is thrown away. */
const DISCARD_PORT = 9

/**
 * Milliseconds until it is said again (ANNOUNCE_INTERVAL, RFC 5227): a packet may be lost, and a machine whose row is
 * younger than a second keeps it.
 */
const AGAIN_AFTER_MS = 2_000

/** Strangers that are asked for in turn. */
const TRIES = 3

let turn: Promise<void> = Promise.resolve()

/**
 * After it is on the adapter; twice, the second time unless it has gone by then.
 * @throws Error when the kernel asked nobody
 */
export async function announce(address: string): Promise<void> {
  setTimeout(() => inTurn(address).catch(() => undefined), AGAIN_AFTER_MS).unref()
  await inTurn(address)
}

/** Of two that ask for the same machine at once the kernel speaks for the first. */
function inTurn(address: string): Promise<void> {
  const mine = turn.then(() => tell(address))
  turn = mine.catch(() => undefined)
  return mine
}

async function tell(address: string): Promise<void> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const own = Object.values(networkInterfaces()).flatMap(
      (entries) => entries?.map((one) => one.address) ?? [],
    )
    const target = strangerNear(address, new Set([...(await knownMachines()), ...own]))
    if (target === null) return
    await say(address, target)
    // It may have become the host's own meanwhile, by another session's lease: then nobody was asked.
    if ((await knownMachines()).includes(target)) return
  }
  throw new Error(`the kernel asked nobody in the name of ${address}`)
}

async function knownMachines(): Promise<string[]> {
  const table = await readFile('/proc/net/arp', 'latin1').catch(() => '')
  return table.split('\n').map((line) => line.trim().split(/\s+/)[0] ?? '')
}

async function say(address: string, target: string): Promise<void> {
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

/** How far from the address it looks: the last octet, as networks are hardly ever smaller. */
const FARTHEST = 255

/** The nearest address that the kernel neither knows nor has itself; null where there is none in the last octet. */
export function strangerNear(address: string, known: ReadonlySet<string>): string | null {
  const number = addressNumber(address)
  if (number === null) return null
  for (let bits = 1; bits <= FARTHEST; bits += 1) {
    const near = addressText((number ^ bits) >>> 0)
    // The first and the last may be everybody's.
    if (!known.has(near) && !/\.(0|255)$/.test(near)) return near
  }
  return null
}
