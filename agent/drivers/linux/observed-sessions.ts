/** Sessions as they are reported: from the record of each, and what was seen of it. */

import type { SessionRecord } from '../../sessions/record'
import type { ObservedSession } from '../driver'
import type { FilteredSession } from './filter/filter-files'
import { networkOf } from './filter/vip-address'

export interface Seen {
  sockets: ObservedSession['sockets']
  own?: FilteredSession
  reach?: ObservedSession['reach']
  virtualIp?: ObservedSession['virtualIp']
}

export class ObservedSessions {
  /** Those of which nothing but sockets changes, as they were seen last. */
  private plain = new Map<SessionRecord, ObservedSession>()

  /** Most looks find most sessions as they were: the same object says so. */
  of(
    records: readonly SessionRecord[],
    seen: (record: SessionRecord, at: number) => Seen,
  ): ObservedSession[] {
    const before = this.plain
    this.plain = new Map()
    return records.map((record, at) => {
      const found = seen(record, at)
      if (found.own || found.virtualIp) return sessionOf(record, found)
      const known = before.get(record)
      const session = known?.sockets === found.sockets ? known : sessionOf(record, { sockets: found.sockets })
      this.plain.set(record, session)
      return session
    })
  }
}

function sessionOf(record: SessionRecord, { sockets, own, reach, virtualIp }: Seen): ObservedSession {
  const { id, logonAt, user, adopted } = record
  return {
    ...{ id, logonAt: Date.parse(logonAt), user, protocol: adopted?.protocol ?? 'launched' },
    ...(adopted?.clientName && { clientName: adopted.clientName }),
    ...(adopted?.clientIp && { clientIp: adopted.clientIp }),
    sockets,
    addresses: addressesOf(own),
    enforcement: own ? 'linux-filter' : record.shim ? 'linux-shim' : 'none',
    reach: record.shim ? SHIM_REACH : reach,
    ...(virtualIp && { virtualIp }),
  }
}

const SHIM_REACH = { uncovered: ['static-programs'] } satisfies ObservedSession['reach']

function addressesOf(session: FilteredSession | undefined): ObservedSession['addresses'] {
  if (!session?.vip) return []
  return [{ kind: 'observed', address: session.vip, network: networkOf(session.vip) }]
}
