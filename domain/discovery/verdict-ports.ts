/** What the ports of one program show: fixed, wandering, picked by the system, or not enough seen. Rulebook 6. */

import type { AddressKind } from './address-kind'
import { isLoopback } from './address-kind'
import type { InstanceKey, PortFacts, ProgramFacts } from './program-facts'
import { isGroupUdpPort, isPickedPort } from './system-programs'

/** How near two ports are when one program steps from one to the other. QZ Tray goes 8181, 8282, 8383. */
const STEP = 128

export interface PortPicture {
  /** Ports that two instances ask for. */
  fixed: PortFacts[]
  /** Ports that change from one instance to the next, and were not picked by the system. */
  wandering: PortFacts[]
  /** Different in each instance, and picked by the system. */
  picked: PortFacts[]
  /** Listeners whose port no capture tells, in two instances or more. */
  unknown: PortFacts[]
  /** Seen in one instance only, with nothing to compare. */
  single: PortFacts[]
  /** UDP ports that many share: broadcast and discovery. */
  group: PortFacts[]
  /** Wandering was concluded from processes of one capture whose sessions are not known. */
  withinOneCapture: boolean
  /** Processes of one capture that may be parts of one instance. */
  partsOfOne: boolean
  /** Instances are known by their capture alone. */
  byCapture: boolean
}

/** The kinds of addresses a port was held on, in any instance. */
export function kindsOf(port: PortFacts): Set<AddressKind> {
  const kinds = new Set<AddressKind>()
  for (const held of port.holders.values()) for (const kind of held) kinds.add(kind)
  return kinds
}

/** @param knownPorts ports that the catalogue gives the program: the system did not pick those. */
export function portPicture(facts: ProgramFacts, knownPorts: ReadonlySet<number>): PortPicture {
  const picture: PortPicture = {
    fixed: [],
    wandering: [],
    picked: [],
    unknown: [],
    single: [],
    group: [],
    withinOneCapture: false,
    partsOfOne: false,
    byCapture: [...facts.instances.keys()].some(
      (key) => typeof key === 'string' && key.startsWith('capture '),
    ),
  }
  for (const protocol of ['tcp', 'udp'] as const) sort(protocol, facts, knownPorts, picture)
  return picture
}

function sort(
  protocol: 'tcp' | 'udp',
  facts: ProgramFacts,
  knownPorts: ReadonlySet<number>,
  picture: PortPicture,
): void {
  const all = [...facts.ports.values()].filter((port) => port.protocol === protocol)
  const shared: PortFacts[] = []
  const alone: PortFacts[] = []
  const holders = new Set<InstanceKey>()
  for (const port of all) {
    if (isGroup(port)) picture.group.push(port)
    else {
      for (const key of port.holders.keys()) holders.add(key)
      if (port.holders.size < 2) alone.push(port)
      else if (port.port === undefined) picture.unknown.push(port)
      else shared.push(port)
    }
  }
  const loose = alone.filter(({ port }) => port !== undefined && isPicked(port, facts, knownPorts))
  const own = alone.filter((port) => !loose.includes(port))
  if (shared.length > 0) sortBesideFixed(shared, own, picture)
  else if (holders.size < 2) {
    picture.single.push(...alone)
    return
  } else sortChanging(own, facts, picture)
  // Ports that the system picked say something only when there is another instance to compare with.
  picture.picked.push(...loose)
}

// Without process ids the first instance may still run in the second capture: what is new there is the second one's port.
function sortBesideFixed(shared: PortFacts[], own: PortFacts[], picture: PortPicture): void {
  const stepped = own.filter((port) => shared.some((other) => isNear(port, other)))
  if (picture.byCapture && stepped.length > 0) {
    const from = shared.filter((port) => stepped.some((other) => isNear(port, other)))
    picture.wandering.push(...from, ...stepped)
    picture.fixed.push(...shared.filter((port) => !from.includes(port)))
  } else picture.fixed.push(...shared)
}

// No port in common: each instance took another one. Processes of one capture may be parts of one instance instead.
function sortChanging(own: PortFacts[], facts: ProgramFacts, picture: PortPicture): void {
  const perInstance = new Set(own.flatMap((port) => [...port.holders.keys()]))
  if (perInstance.size < 2) {
    picture.single.push(...own)
    return
  }
  const processesOnly = facts.captures.size === 1 && facts.sessions.size === 0
  if (!processesOnly) picture.wandering.push(...own)
  else if (own.some((port) => own.some((other) => port !== other && isNear(port, other)))) {
    picture.wandering.push(...own)
    picture.withinOneCapture = true
  } else {
    picture.single.push(...own)
    picture.partsOfOne = true
  }
}

function isNear(one: PortFacts, other: PortFacts): boolean {
  return one.port !== undefined && other.port !== undefined && Math.abs(one.port - other.port) <= STEP
}

function isPicked(port: number, facts: ProgramFacts, knownPorts: ReadonlySet<number>): boolean {
  return isPickedPort(port, facts.family) && !knownPorts.has(port)
}

/** UDP that is no evidence: broadcast and discovery ports, group addresses, and ports held by several at once. */
function isGroup(facts: PortFacts): boolean {
  if (facts.protocol !== 'udp') return false
  if (facts.port !== undefined && isGroupUdpPort(facts.port)) return true
  if ([...kindsOf(facts)].every((kind) => kind === 'group' || kind === 'link-local')) return true
  return isSharedAtOnce(facts)
}

export function isSharedAtOnce(facts: PortFacts): boolean {
  if ([...kindsOf(facts)].some(isLoopback) || facts.port === undefined) return false
  return [...facts.pidsByCapture.values()].some((pids) => pids.size > 1) && sameAddressOnly(facts)
}

// Two processes on one port at different addresses clash with nobody and share nothing.
const sameAddressOnly = (facts: PortFacts) => kindsOf(facts).size === 1 && !kindsOf(facts).has('server')
