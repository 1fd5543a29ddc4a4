/** Both ends of a loopback conversation must be listed, or they no longer meet. Rulebook 2. */

import type { SocketFacts } from './discrepancy'
import type { OsFamily } from './host-facts'
import { coversProgram, programKey } from './program'

/** A conversation of which the list covers one end only. */
export interface BrokenPair {
  listener: string
  client: string
  port: number
  /** The end that is not listed. */
  unlisted: 'listener' | 'client'
}

export interface PairsInput {
  /** The sockets of one session. */
  sockets: readonly SocketFacts[]
  list: readonly string[]
  family: OsFamily
  /** Ports on which the loopback address is left alone. */
  excludedPorts?: readonly number[]
}

/** The broken pairs that a session's sockets show, each once, in order of port. */
export function brokenPairs({ sockets, list, family, excludedPorts = [] }: PairsInput): BrokenPair[] {
  const listeners = sockets.filter(
    (socket) => socket.listening && isReachableByLoopback(socket.local.address),
  )
  const pairs = new Map<string, BrokenPair>()
  for (const client of sockets) {
    if (client.listening || !client.remote || !client.remote.address.startsWith('127.')) continue
    const port = client.remote.port
    if (excludedPorts.includes(port)) continue
    for (const listener of listeners.filter(({ local }) => local.port === port)) {
      const listed = coversProgram(list, listener.program, family)
      if (listed === coversProgram(list, client.program, family)) continue
      const key = [port, programKey(listener.program, family), programKey(client.program, family)].join('\n')
      const unlisted = listed ? 'client' : 'listener'
      pairs.set(key, { listener: listener.program, client: client.program, port, unlisted })
    }
  }
  return [...pairs.values()].sort((one, other) => one.port - other.port)
}

const isReachableByLoopback = (address: string) => address === '0.0.0.0' || address.startsWith('127.')
