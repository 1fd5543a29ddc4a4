/** The hosts of a rollout, page by page: those that need a look first, then by name. */

import { isOpen } from '~/domain/rollout'
import { BIND_FAILED } from '~/domain/rollout-decision'
import { AppError } from '../../errors'
import { findRollout, type RolloutRecord } from '../../repositories/rollout'
import { type MemberState, readMemberStates, readMembers } from '../../repositories/rollout-host'
import type { ServiceContext } from '../context'
import { NAME, readCursor, UUID, writeCursor } from '../cursor'
import type { Page, PageRequest } from '../views/page'
import type { RolloutHostRow, RolloutStanding } from '../views/rollout-view'
import { memberRow, memberStanding } from './member-row'
import { urgencyOf } from './urgency'

export interface RolloutHostsRequest extends PageRequest {
  id: string
  /** Those that stand so only. */
  standing?: RolloutStanding
}

interface Key {
  urgency: number
  name: string
  id: string
}

/** How a host stands is derived, so it is ordered here; sessions are counted for the hosts of the page alone. */
export async function listRolloutHosts(
  ctx: ServiceContext,
  { id, standing, cursor, limit }: RolloutHostsRequest,
): Promise<Page<RolloutHostRow>> {
  const { database } = ctx
  const after = cursor === undefined ? null : keyOf(cursor)
  const record = await findRollout(database, id)
  if (!record) throw new AppError('not-found', 'There is no such rollout.')
  const over = !isOpen(record.state)
  const keys = (await readMemberStates(database, id))
    .map((member) => ({ stands: memberStanding(ctx, member, over), member }))
    .filter(({ stands }) => standing === undefined || stands === standing)
    .map(({ stands, member }) => keyFor(stands, member))
    .filter((key) => after === null || compareKeys(key, after) > 0)
    .sort(compareKeys)
  const shown = keys.slice(0, limit)
  const ids = shown.map((key) => key.id)
  const rows = new Map((await readMembers(database, id, ids)).map((member) => [member.id, member]))
  const last = shown.at(-1)
  return {
    rows: ids.flatMap((hostId) => {
      const member = rows.get(hostId)
      return member ? withHalt(memberRow(ctx, member, over), record) : []
    }),
    next: keys.length > limit && last ? writeCursor([String(last.urgency), last.name, last.id]) : null,
  }
}

/** What halted it stays in the row of its host, though the session may have ended since. */
function withHalt(row: RolloutHostRow, { state, halt }: RolloutRecord): RolloutHostRow {
  if (state !== 'halted') return row
  const seen =
    halt?.sessions?.filter(({ hostId, reason }) => hostId === row.id && reason !== BIND_FAILED).length ?? 0
  return { ...row, discrepancies: Math.max(row.discrepancies, seen) }
}

const keyFor = (standing: RolloutStanding, { name, id }: MemberState): Key => ({
  urgency: urgencyOf(standing),
  name: name.toLowerCase(),
  id,
})

function keyOf(cursor: string): Key {
  const [urgency = '', name = '', id = ''] = readCursor(cursor, [/^[0-5]$/, NAME, UUID])
  return { urgency: Number(urgency), name, id }
}

function compareKeys(one: Key, other: Key): number {
  if (one.urgency !== other.urgency) return one.urgency - other.urgency
  if (one.name !== other.name) return one.name < other.name ? -1 : 1
  return one.id < other.id ? -1 : one.id > other.id ? 1 : 0
}
