/** Between the driver and the leases: which sessions get one, what the filter is told of it, and what the report says. */

import type { PolicySettings } from '~/domain/policy-model'
import type { ReportedVirtualIp } from '~/protocol/report'
import { type Log, messageOf } from '../../../log'
import type { SessionRecord } from '../../../sessions/record'
import type { FilteredSession } from '../filter/filter-files'
import type { SessionFilter } from '../filter/session-filter'
import type { VirtualIps } from './virtual-ips'
import { wishOf } from './wish'

export class SessionLeases {
  private farm: PolicySettings = {}

  constructor(
    private readonly vips: VirtualIps,
    /** Null where nothing is enforced: no address would be used then, so none is leased. */
    private readonly filter: SessionFilter | null,
    private readonly log: Log,
  ) {}

  /** Brings the leases to the open sessions, and the filter to the leases. */
  async follow(
    records: readonly SessionRecord[],
    filtered: ReadonlyMap<number, FilteredSession>,
  ): Promise<void> {
    this.farm = (await this.filter?.files.farm()) ?? {}
    const following = records.filter(follows)
    const sessions = following.map(({ id, logonAt, user, adopted }) => {
      return { id, logonAt, user, protocol: adopted?.protocol ?? ('launched' as const) }
    })
    await this.vips.follow(wishOf(this.farm), sessions)
    for (const record of following) {
      const session = filtered.get(record.id)
      const address = this.vips.of(record)?.address ?? null
      if (session && session.vip !== address) await this.tell(session, address)
    }
  }

  /** The address that a session has from its lease; null for none. */
  addressOf(record: SessionRecord): string | null {
    return follows(record) ? (this.vips.of(record)?.address ?? null) : null
  }

  /** Nothing for a session that is to have none. */
  reportOf(record: SessionRecord): ReportedVirtualIp | undefined {
    const state = follows(record) ? this.vips.of(record) : null
    if (!state) return undefined
    const { source, address, shortage } = state
    if (shortage === null) return { source, address }
    const fallback = this.farm.VirtualIpFallback ?? 'server-address'
    return { source, address, reason: shortage.code, message: shortage.message.slice(0, 500), fallback }
  }

  /** A session that the filter does not have any more, or an address that it refuses, is told again at the next look. */
  private async tell(session: FilteredSession, address: string | null): Promise<void> {
    try {
      await this.filter?.setVip(session.id, address)
      session.vip = address
    } catch (error) {
      this.log.warn('a session cannot be given its virtual IP', {
        session: session.id,
        address,
        error: messageOf(error),
      })
    }
  }
}

/** The console and services are never virtualised, and who has an address of its own needs no lease. */
function follows({ lease, adopted }: SessionRecord): boolean {
  return lease !== false && adopted?.protocol !== 'console' && adopted?.protocol !== 'services'
}
