/** One host of many, as the server keeps it in memory, and all of them gathered by what screens count. */

import {
  CONVERGENCES,
  type Convergence,
  convergenceStateOf,
  LIFECYCLES,
  type Lifecycle,
  lastKnownState,
} from '~/domain/host-state'
import type { HostListKey, HostStandingRecord } from '../repositories/host-list'
import { listKey } from './host-list-key'

export interface HostStanding extends Omit<HostStandingRecord, 'applied' | 'wantedGeneration' | 'seenAt'> {
  /** By which hosts are listed. */
  key: HostListKey
  /** What it was when it was last heard. */
  lastKnown: Convergence
  awaitsWave: boolean
  /** When it was last heard, as the database has it. */
  seenMs: number | null
  /** Its convergence, as it was judged last. */
  state: Convergence
}

export interface FarmStanding {
  /** Every host of the farm by name, retired ones too. */
  hosts: readonly HostStanding[]
  /** The same by their convergence. */
  byConvergence: Record<Convergence, HostStanding[]>
  /** How many active hosts are of each. */
  active: Record<Convergence, number>
  byLifecycle: Record<Lifecycle, number>
}

/** @param hosts in the order that lists have */
export function farmStanding(hosts: readonly HostStanding[]): FarmStanding {
  const byConvergence = forEach(CONVERGENCES, (): HostStanding[] => [])
  const active = forEach(CONVERGENCES, () => 0)
  const byLifecycle = forEach(LIFECYCLES, () => 0)
  for (const host of hosts) {
    byConvergence[host.state].push(host)
    byLifecycle[host.lifecycle] += 1
    if (host.lifecycle === 'active') active[host.state] += 1
  }
  return { hosts, byConvergence, active, byLifecycle }
}

const forEach = <Word extends string, Value>(words: readonly Word[], make: () => Value) =>
  Object.fromEntries(words.map((word) => [word, make()])) as Record<Word, Value>

/**
 * As it stands before it is judged.
 * @param words each text that many hosts share, once: ten thousand copies of a word are slow to compare, as each lies
 *   elsewhere in memory
 */
export function standingOf(row: HostStandingRecord, words: Map<string, string>): HostStanding {
  const { applied, wantedGeneration, wantedHash, seenAt } = row
  const once = <Text extends string | null | undefined>(text: Text): Text => {
    if (!text) return text
    if (!words.has(text)) words.set(text, text)
    return words.get(text) as Text
  }
  const lastKnown = lastKnownState({ applied, wantedGeneration, wantedHash })
  // Each by its name: what is made by spreading has no fixed shape, and ten thousand of those are slow to go through.
  return {
    id: row.id,
    name: row.name,
    key: listKey(row),
    lifecycle: once(row.lifecycle),
    state: lastKnown,
    lastKnown,
    awaitsWave: false,
    seenMs: seenAt?.getTime() ?? null,
    wantedHash: once(wantedHash),
    osFamily: once(row.osFamily),
    osVersion: once(row.osVersion),
    arch: once(row.arch),
    cloudHosted: row.cloudHosted,
    tags: row.tags.map(once),
    ou: once(row.ou),
    deliveryGroupId: once(row.deliveryGroupId),
  }
}

/**
 * Its state at a moment.
 * @param heardMs asked only about a host that by what the database has would be stale, or was never heard
 */
export function stateAt(
  host: HostStanding,
  moment: { nowMs: number; pollSeconds: number },
  heardMs: (id: string) => number,
): Convergence {
  const state = convergenceStateOf(host, { lastSeenMs: host.seenMs, ...moment })
  const heard = state === 'stale' || host.seenMs === null ? heardMs(host.id) : 0
  return heard > (host.seenMs ?? 0) ? convergenceStateOf(host, { lastSeenMs: heard, ...moment }) : state
}
