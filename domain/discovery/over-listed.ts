/** Listed programs that bound nothing for days, although the hosts that list them were looked at. Pure. */

import type { OsFamily } from '../host-facts'
import { programKey } from '../program'
import { reason } from './reason'
import type { StoredFinding } from './stored-finding'

/** Days without a bind before an entry is doubted. */
export const OVER_LISTED_DAYS = 14

export interface ListedEntry {
  /** As typed. */
  entry: string
  /** Days for which it has been in the published list without a break. */
  days: number
  /** Hosts that list it, have sessions, and were watched all that time. */
  hosts: string[]
}

/** @param bound keys of the programs that bound or connected within the time, on any host */
export function overListed(
  entries: readonly ListedEntry[],
  bound: ReadonlySet<string>,
  family: OsFamily,
  days = OVER_LISTED_DAYS,
): StoredFinding[] {
  const told = new Set<string>()
  return entries.flatMap(({ entry, days: listed, hosts }) => {
    const key = programKey(entry, family)
    if (key === '' || listed < days || hosts.length === 0 || bound.has(key) || told.has(key)) return []
    told.add(key)
    return {
      program: entry,
      verdict: 'over-listed' as const,
      confidence: hosts.length > 1 ? ('medium' as const) : ('low' as const),
      reasons: [reason('over-listed', { days, hosts: hosts.length })],
      ports: [],
      pairs: [],
      instances: 0,
      hosts: [...hosts].sort().slice(0, 200),
      sessions: [],
      evidence: [],
    }
  })
}
