/** All filters of a farm by what they match, so that a host's facts find theirs. Without a session: user filters never match. */

import { parseDn } from './distinguished-name'
import { isUserFilter } from './filter-match'
import type { HostFacts } from './host-facts'
import { nameIndex } from './name-index'
import type { Filter, FilterType } from './policy-model'
import { foldName } from './text'

export interface FilterIndex {
  /** The number of a filter; filters that match the same hosts may share one. -1 for what never matches. */
  idOf(filter: Pick<Filter, 'type' | 'value'>): number
  /** By number, 1 where the filter matches the host. Answers as `filterMatches` does. */
  matched(host: HostFacts): Uint8Array
}

export function filterIndex(filters: Iterable<Pick<Filter, 'type' | 'value'>>): FilterIndex {
  const ids = new Map<string, number>()
  const patterns: { value: string; id: number }[] = []
  for (const { type, value } of filters) {
    const key = keyOf(type, value)
    if (key === null || ids.has(key)) continue
    ids.set(key, ids.size)
    if (type === 'HostName') patterns.push({ value, id: ids.size - 1 })
  }
  const named = nameIndex(patterns.map(({ value }) => value))
  return {
    idOf({ type, value }) {
      const key = keyOf(type, value)
      return key === null ? -1 : (ids.get(key) ?? -1)
    },
    matched(host) {
      const found = new Uint8Array(ids.size)
      for (const at of named(host.name)) found[patterns[at]?.id ?? 0] = 1
      for (const key of keysOf(host)) {
        const id = ids.get(key)
        if (id !== undefined) found[id] = 1
      }
      return found
    },
  }
}

/** Null for a filter that no host matches. */
function keyOf(type: FilterType, value: string): string | null {
  if (isUserFilter(type)) return null
  if (type !== 'OU') return `${type} ${foldName(value)}`
  const unit = parseDn(value)
  return unit && unitKey(unit)
}

const unitKey = (parts: readonly string[]) => `OU ${JSON.stringify(parts)}`

/** The keys of every filter but those for host names that the host matches. */
function keysOf({ deliveryGroup, deliveryGroupKind, tags, ou }: HostFacts): string[] {
  const keys = tags.map((tag) => `DesktopTag ${foldName(tag)}`)
  if (deliveryGroup !== undefined) keys.push(`DesktopGroup ${foldName(deliveryGroup)}`)
  if (deliveryGroupKind !== undefined) keys.push(`DesktopKind ${foldName(deliveryGroupKind)}`)
  const unit = ou === undefined ? null : parseDn(ou)
  // The unit itself and everything above it.
  for (let above = 0; unit && above < unit.length; above += 1) keys.push(unitKey(unit.slice(above)))
  return keys
}
