/** How far the filter reaches into each session: what of it is left out, and what was proved. */

import type { Clock } from '../../clock'
import type { ObservedSession } from '../driver'
import { compileList } from './filter/compile-list'
import type { FilteredSession } from './filter/filter-files'
import { SESSION_FLAGS } from './filter/filter-values'
import { Proofs } from './filter/proofs'
import { entryResolver } from './filter/resolve-entry'
import type { SessionFilter } from './filter/session-filter'
import { verifySessions } from './filter/verify'
import { leavesUserManagerOut } from './logons/session-group'

export class SessionReach {
  private readonly proofs: Proofs

  constructor(
    clock: Clock,
    stateDirectory: string,
    private readonly filter: () => SessionFilter | null,
  ) {
    this.proofs = new Proofs(clock, async ({ id }) => {
      const filter = this.filter()
      if (!filter) return null
      return (await verifySessions(filter, stateDirectory, (session) => session.id === id))[0] ?? null
    })
  }

  /** Of each session by its id. @param onNews called when a proof that is begun here says something else than before */
  async of(
    filtered: ReadonlyMap<number, FilteredSession>,
    onNews: () => void,
  ): Promise<Map<number, ObservedSession['reach']>> {
    const filter = this.filter()
    if (!filter || filtered.size === 0) return new Map()
    const farm = await filter.files.farm()
    const list = JSON.stringify(farm)
    this.proofs.keepFresh([...filtered.values()], list, onNews)
    const resolve = entryResolver()
    const farmFlags = compileList(farm, resolve).flags
    return new Map(
      [...filtered.values()].map((session) => {
        const flags = session.own === null ? farmFlags : compileList(session.own, resolve).flags
        const uncovered = uncoveredIn(session, (flags & SESSION_FLAGS.vip) !== 0 || session.vip !== null)
        const proof = this.proofs.of(session, list)
        return [session.id, { ...(uncovered.length > 0 && { uncovered }), ...(proof && { proof }) }]
      }),
    )
  }

  /** Waits for a proof that is under way. */
  async settled(): Promise<void> {
    await this.proofs.settled()
  }
}

/** The name calls are served by a hosts file that only the launcher can lay over the machine's. */
function uncoveredIn({ group }: FilteredSession, hasVip: boolean): ('names' | 'user-manager')[] {
  if (!group) return []
  return [
    ...(hasVip ? (['names'] as const) : []),
    ...(leavesUserManagerOut(group) ? (['user-manager'] as const) : []),
  ]
}
