/** The binds that were observed, again under another configuration: which clashes vanish, appear and remain. Pure. */

import { isSessionLoopback } from '../discovery/address-kind'
import type { OsFamily } from '../host-facts'
import type { PolicySettings } from '../policy-model'
import { programKey } from '../program'
import { type Asked, isForeseeable, placeOf } from './asked'
import { clashOf, landsAt, type Place } from './clash'
import { type Change, changeOf } from './forecast'

/** A listener of one session, or an attempt at one, over the time it was held. Milliseconds since 1970. */
export interface Held {
  host: string
  /** Tells sessions of one host apart. */
  session: string
  program: string
  protocol: 'tcp' | 'udp'
  port: number
  address: string
  failed: boolean
  from: number
  /** Null while it is held. */
  to: number | null
}

export interface ReplayRow {
  program: string
  other: string
  protocol: 'tcp' | 'udp'
  port: number
  change: Change
  /** Pairs of sessions that met, and on how many hosts. */
  meetings: number
  hosts: number
  /** When the last pair met. */
  last: number
}

interface Placed extends Held {
  key: string
  then: Place
  later: Place
}

/** @param settingsOf the draft's settings for a host */
export function replay(
  held: readonly Held[],
  family: OsFamily,
  settingsOf: (host: string) => PolicySettings,
): ReplayRow[] {
  const groups = new Map<string, Placed[]>()
  for (const one of held) {
    const at = placeOf(one.address)
    if (at === null) continue
    const asked: Asked = { program: one.program, protocol: one.protocol, port: one.port, at }
    if (!isForeseeable(asked, family)) continue
    const then: Place = { own: isSessionLoopback(one.address), at }
    const placed = {
      ...one,
      key: programKey(one.program, family),
      then,
      later: landsAt(asked, settingsOf(one.host), family),
    }
    const name = `${one.host} ${one.protocol}/${one.port}`
    const group = groups.get(name)
    if (group) group.push(placed)
    else groups.set(name, [placed])
  }
  const rows = new Map<string, ReplayRow & { on: Set<string> }>()
  for (const group of groups.values()) meet(group, family, rows)
  return [...rows.values()]
    .map(({ on, ...row }) => ({ ...row, hosts: on.size }))
    .sort(
      (one, other) =>
        ORDER.indexOf(one.change) - ORDER.indexOf(other.change) || other.meetings - one.meetings,
    )
}

const ORDER: readonly Change[] = ['appears', 'remains', 'vanishes']

/** Every pair of different sessions that held their sockets at one time. */
function meet(group: Placed[], family: OsFamily, rows: Map<string, ReplayRow & { on: Set<string> }>): void {
  group.sort((one, other) => one.from - other.from)
  let active: Placed[] = []
  for (const one of group) {
    active = active.filter(({ to }) => to === null || to > one.from)
    for (const other of active) {
      if (other.session === one.session) continue
      const before =
        one.failed || other.failed
          ? clashOf({ ...one, place: one.then }, { ...other, place: other.then }, family) !== null
          : bothHeld(one, other, family)
      const after = clashOf({ ...one, place: one.later }, { ...other, place: other.later }, family) !== null
      const change = changeOf(before, after)
      if (change !== null) count(rows, one, other, change)
    }
    active.push(one)
  }
}

// Two that listened at one time got their sockets: they got in each other's way only where clients cannot tell them apart.
function bothHeld(one: Placed, other: Placed, family: OsFamily): boolean {
  return clashOf({ ...one, place: one.then }, { ...other, place: other.then }, family) === 'if-exclusive'
}

function count(
  rows: Map<string, ReplayRow & { on: Set<string> }>,
  one: Placed,
  other: Placed,
  change: Change,
): void {
  const [first, second] = one.key <= other.key ? [one, other] : [other, one]
  const key = `${first.key} ${second.key} ${one.protocol}/${one.port} ${change}`
  const row = rows.get(key) ?? {
    program: first.program,
    other: second.program,
    protocol: one.protocol,
    port: one.port,
    change,
    meetings: 0,
    hosts: 0,
    last: 0,
    on: new Set<string>(),
  }
  row.meetings++
  row.on.add(one.host)
  row.last = Math.max(row.last, one.from)
  rows.set(key, row)
}
