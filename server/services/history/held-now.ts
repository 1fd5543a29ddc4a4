import {
  type HeldNowFilter,
  type HeldNowRecord,
  readHeldNow,
  readHeldNowOf,
} from '../../repositories/held-now'
import type { ServiceContext } from '../context'
import { readCursor, UUID, writeCursor } from '../cursor'
import type { HeldNowRow } from '../views/held-view'
import type { Page, PageRequest } from '../views/page'

const ADDRESS = /^\d{1,3}(\.\d{1,3}){3}$/

/** What sessions hold now, by address. */
export async function listHeldNow(
  { database }: Pick<ServiceContext, 'database'>,
  { cursor, limit, network = 'all', ...filter }: PageRequest & Partial<HeldNowFilter>,
): Promise<Page<HeldNowRow>> {
  const [address = '', sessionId = ''] = cursor === undefined ? [] : readCursor(cursor, [ADDRESS, UUID])
  const after = cursor === undefined ? null : { address, sessionId }
  const records = await readHeldNow(database, { ...filter, network }, after, limit + 1)
  const last = records.length > limit ? records[limit - 1] : undefined
  return {
    rows: records.slice(0, limit).map(heldNowRow),
    next: last ? writeCursor([last.address, last.sessionId]) : null,
  }
}

/** What these sessions hold now: for a list that follows them. */
export async function heldNowOf(
  { database }: Pick<ServiceContext, 'database'>,
  { sessionIds }: { sessionIds: readonly string[] },
): Promise<{ rows: HeldNowRow[] }> {
  return { rows: (await readHeldNowOf(database, sessionIds)).map(heldNowRow) }
}

const heldNowRow = ({ from, ...rest }: HeldNowRecord): HeldNowRow => ({ ...rest, from: from.toISOString() })
