/** What the kernel should hold for a session. */

import { cgroupInode } from './cgroup'
import type { CompiledList } from './compile-list'
import type { FilteredSession } from './filter-files'
import type { FilterPlace } from './filter-place'
import { cgroupMapKey, SESSION_FLAGS, sessionValue } from './filter-values'
import { loopOf, vipsOf } from './held-addresses'
import type { MapEntry } from './kernel-filter'
import { serverAddress } from './vip-address'

/** The number of the farm's list. A session with a list of its own has its id for number. */
export const FARM_LIST = 0

export const numberOf = (session: FilteredSession): number => (session.own === null ? FARM_LIST : session.id)

/**
 * Its group must exist.
 * @param all the sessions, whose virtual IPs are not the server's own addresses
 */
export function sessionEntry(
  place: FilterPlace,
  session: FilteredSession,
  list: CompiledList,
  all: readonly FilteredSession[],
): MapEntry {
  const wantsVip = (list.flags & SESSION_FLAGS.vip) !== 0
  const falls = wantsVip && session.vip === null && list.vipFallback === 'server-address'
  const server = falls ? serverAddress(vipsOf(all)) : null
  const value = sessionValue({
    loop: loopOf(session),
    vip: session.vip ?? server,
    list: numberOf(session),
    flags: list.flags | (server === null ? 0 : SESSION_FLAGS.vipServer),
  })
  return { key: cgroupMapKey(cgroupInode(place.groupOf(session))), value }
}

/** The loopbacks that are sent from. */
export const loopbacksOf = (lists: readonly (readonly [FilteredSession, CompiledList])[]): string[] =>
  lists.filter(([, { flags }]) => (flags & SESSION_FLAGS.loop) !== 0).map(([session]) => loopOf(session))
