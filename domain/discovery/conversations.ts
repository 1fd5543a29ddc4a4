/** Loopback conversations between programs: who listens, who connects, and whether both ends are in the list. */

import type { OsFamily } from '../host-facts'
import { coversProgram } from '../program'
import { isLoopback } from './address-kind'
import type { Pair } from './finding'
import type { DialFacts, PortFacts, ProgramFacts } from './program-facts'
import { isSystemProgram } from './system-programs'
import { kindsOf } from './verdict-ports'

export interface Conversation {
  listener: ProgramFacts
  client: ProgramFacts
  port: number
  /** What the client connects to, as printed. */
  address: string
  /** The listener's port. */
  held: PortFacts
  dial: DialFacts
  /** The listener belongs to the system, or to session 0: it serves every session. */
  service: boolean
}

/** Whether a program never is a candidate: the system's own, or seen in session 0 alone. */
export function isService(facts: ProgramFacts): boolean {
  if (isSystemProgram(facts.name, facts.family)) return true
  const sessions = [...facts.instances.values()]
  return sessions.length > 0 && sessions.every((session) => session === 0)
}

/** Every conversation between two different programs. A program that talks to itself needs no partner. */
export function conversations(programs: Iterable<ProgramFacts>): Conversation[] {
  const all = [...programs]
  const byPort = new Map<number, { program: ProgramFacts; held: PortFacts }[]>()
  for (const program of all) {
    for (const held of program.ports.values()) {
      if (held.protocol !== 'tcp' || held.port === undefined) continue
      const kinds = kindsOf(held)
      if (
        ![...kinds].some((kind) => isLoopback(kind) || kind === 'any' || kind === 'any6' || kind === 'name')
      )
        continue
      const holders = byPort.get(held.port) ?? []
      holders.push({ program, held })
      byPort.set(held.port, holders)
    }
  }
  return all.flatMap((client) => [...client.dials.values()].flatMap((dial) => talksOf(client, dial, byPort)))
}

function talksOf(
  client: ProgramFacts,
  dial: DialFacts,
  byPort: ReadonlyMap<number, { program: ProgramFacts; held: PortFacts }[]>,
): Conversation[] {
  const { port, address } = dial
  if (port === undefined || client.ownsPort(port)) return []
  return (byPort.get(port) ?? []).map(({ program, held }) => ({
    listener: program,
    client,
    port,
    address,
    held,
    dial,
    service: isService(program),
  }))
}

export type BrokenPair = 'client' | 'listener'

/** Which end is missing from a list of programs, or null when both or neither are listed. */
export function missingEnd(
  { listener, client }: Conversation,
  listed: readonly string[],
  family: OsFamily,
): BrokenPair | null {
  const hasListener = coversProgram(listed, listener.name, family)
  const hasClient = coversProgram(listed, client.name, family)
  if (hasListener === hasClient) return null
  return hasListener ? 'client' : 'listener'
}

/** A listener on the loopback of a session while the client still tries 127.0.0.1. */
export function movedAway({ held, address }: Conversation): boolean {
  return (
    held.sessionLoopback !== undefined &&
    address === '127.0.0.1' &&
    held.evidence.every((row) => row.local.address !== address)
  )
}

export function pairOf({ listener, client, port }: Conversation): Pair {
  return { listener: listener.name, client: client.name, port }
}
