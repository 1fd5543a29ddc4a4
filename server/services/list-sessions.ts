import { readSessionRows, type SessionListKey } from '../repositories/session-list'
import { unnamedSqlOf } from '../repositories/statements'
import type { ServiceContext } from './context'
import { INSTANT, readCursor, UUID, writeCursor } from './cursor'
import { sessionRow } from './session-rows'
import type { Page } from './views/page'
import type { SessionListRequest, SessionRow } from './views/session-view'

/** Sessions, newest logon first; open ones unless `state` asks for others. */
export async function listSessions(
  ctx: ServiceContext,
  { cursor, limit, state = 'open', ...filter }: SessionListRequest,
): Promise<Page<SessionRow>> {
  const after = cursor === undefined ? null : keyOf(cursor)
  const records = await readSessionRows(unnamedSqlOf(ctx.statements), { ...filter, state }, after, limit + 1)
  const shown = records.slice(0, limit)
  const last = shown.at(-1)
  return {
    rows: shown.map(sessionRow),
    next: records.length > limit && last ? writeCursor([last.logonAt.toISOString(), last.id]) : null,
  }
}

function keyOf(cursor: string): SessionListKey {
  const [logonAt = '', id = ''] = readCursor(cursor, [INSTANT, UUID])
  return { logonAt, id }
}
