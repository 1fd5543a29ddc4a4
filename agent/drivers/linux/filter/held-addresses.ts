/** The addresses that are one session's alone, as entries of the kernel's map. Pure. */

import { loopbackOf } from '~/domain/address'
import type { FilteredSession } from './filter-files'
import { hostMapKey } from './filter-values'
import type { MapEntry } from './kernel-filter'

/** What nobody outside the session may speak from, each with the session's loopback, which tells whose it is. */
export function heldBy(session: Pick<FilteredSession, 'id' | 'vip'>): MapEntry[] {
  const value = hostMapKey(loopOf(session))
  return [loopOf(session), session.vip ?? []].flat().map((address) => ({ key: hostMapKey(address), value }))
}

/** @throws RangeError for an id that no session has */
export function loopOf({ id }: Pick<FilteredSession, 'id'>): string {
  const loop = loopbackOf(id)
  if (!loop.ok) throw new RangeError(`${id} is no session id`)
  return loop.value
}

/** The virtual IPs of sessions, which are not the server's own addresses. */
export const vipsOf = (sessions: readonly Pick<FilteredSession, 'vip'>[]): Set<string> =>
  new Set(sessions.flatMap(({ vip }) => vip ?? []))
