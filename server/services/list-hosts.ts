import { type HostListKey, readHostRows } from '../repositories/host-list'
import type { ServiceContext } from './context'
import { NAME, readCursor, UUID, writeCursor } from './cursor'
import { hostRow } from './host-rows'
import type { HostListRequest, HostRow } from './views/host-view'
import type { Page } from './views/page'

/** How many hosts one call looks at to fill a page of one convergence; then it gives what it has and a cursor. */
const MOST_LOOKED_AT = 2_000

/** Hosts by name. Convergence is derived, so it is filtered here and not by the database. */
export async function listHosts(ctx: ServiceContext, request: HostListRequest): Promise<Page<HostRow>> {
  const { limit, convergence } = request
  let after = request.cursor === undefined ? null : keyOf(request.cursor)
  const rows: HostRow[] = []
  const batch = convergence ? Math.max(limit, 200) : limit
  for (let looked = 0; looked < MOST_LOOKED_AT; looked += batch) {
    const records = await readHostRows(ctx.database, request, after, batch + 1)
    for (const record of records.slice(0, batch)) {
      const row = hostRow(ctx, record)
      if (!convergence || row.convergence.state === convergence) {
        if (rows.length === limit) return { rows, next: cursorOf(after) }
        rows.push(row)
      }
      after = { name: record.name.toLowerCase(), id: record.id }
    }
    if (records.length <= batch) return { rows, next: null }
    if (!convergence) break
  }
  return { rows, next: cursorOf(after) }
}

function keyOf(cursor: string): HostListKey {
  const [name = '', id = ''] = readCursor(cursor, [NAME, UUID])
  return { name, id }
}

const cursorOf = (key: HostListKey | null) => key && writeCursor([key.name, key.id])
