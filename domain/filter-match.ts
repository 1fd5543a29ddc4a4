/** One filter against one host and, where there is one, one session. Rulebook 5. */

import { accessControlMatches, parseAccessControl } from './access-control'
import { isAtOrBelow } from './distinguished-name'
import type { HostFacts, SessionFacts } from './host-facts'
import { parseIp, parseIpPattern, spanHolds } from './ip'
import { type Filter, type FilterType, MACHINE_FILTER_TYPES } from './policy-model'
import { matchesWildcard, sameName } from './text'

const MACHINE_TYPES: ReadonlySet<string> = new Set(MACHINE_FILTER_TYPES)

/** Whether a filter needs a session: a host alone can never satisfy it. */
export function isUserFilter(type: FilterType): boolean {
  return !MACHINE_TYPES.has(type)
}

/** What a filter is compared with, as text for people; null when the fact is not known. */
export function filterFact(type: FilterType, host: HostFacts, session?: SessionFacts): string | null {
  switch (type) {
    case 'DesktopGroup':
      return host.deliveryGroup ?? null
    case 'DesktopKind':
      return host.deliveryGroupKind ?? null
    case 'DesktopTag':
      return host.tags.join(', ') || null
    case 'OU':
      return host.ou ?? null
    case 'HostName':
      return host.name
    case 'User':
      return (
        [session?.user, ...(session?.groups ?? [])].filter((name) => name !== undefined).join(', ') || null
      )
    case 'ClientIP':
      return session?.clientIp ?? null
    case 'ClientName':
      return session?.clientName ?? null
    case 'ClientPlatform':
      return session?.clientPlatform ?? null
    case 'AccessControl':
      return session?.accessControl ?? null
  }
}

/** True when the fact is known and the filter's value covers it. A user filter without a session is always false. */
export function filterMatches({ type, value }: Filter, host: HostFacts, session?: SessionFacts): boolean {
  switch (type) {
    case 'DesktopTag':
      return host.tags.some((tag) => sameName(tag, value))
    case 'User':
      return [session?.user, ...(session?.groups ?? [])].some(
        (name) => name !== undefined && sameName(name, value),
      )
    default: {
      const fact = filterFact(type, host, session)
      return fact !== null && factMatches(type, value, fact)
    }
  }
}

function factMatches(type: Exclude<FilterType, 'DesktopTag' | 'User'>, value: string, fact: string): boolean {
  switch (type) {
    case 'OU':
      return isAtOrBelow(fact, value)
    case 'HostName':
    case 'ClientName':
      return matchesWildcard(value, fact)
    case 'ClientIP': {
      const span = parseIpPattern(value, '')
      const ip = parseIp(fact)
      return span.ok && ip !== null && spanHolds(span.value, ip)
    }
    case 'AccessControl': {
      const filter = parseAccessControl(value, '')
      const seen = parseAccessControl(fact, '')
      return filter.ok && seen.ok && accessControlMatches(filter.value, seen.value)
    }
    case 'DesktopGroup':
    case 'DesktopKind':
    case 'ClientPlatform':
      return sameName(value, fact)
  }
}
