import type { Convergence } from '~/domain/host-state'
import { type HostListKey, readHostRows } from '../repositories/host-list'
import type { ServiceContext } from './context'
import { NAME, readCursor, UUID, writeCursor } from './cursor'
import { hostRow, stateNow } from './host-rows'
import type { HostListRequest, HostRow } from './views/host-view'
import type { Page } from './views/page'

/** Hosts by name. */
export async function listHosts(ctx: ServiceContext, request: HostListRequest): Promise<Page<HostRow>> {
  const { limit, convergence } = request
  const after = request.cursor === undefined ? null : keyOf(request.cursor)
  if (convergence) return listOfConvergence(ctx, { ...request, convergence }, after)
  const records = await readHostRows(ctx.database, request, after, limit + 1)
  return pageOf(
    records.map((record) => hostRow(ctx, record)),
    limit,
  )
}

/** How many hosts are read at once to see which of them the other conditions leave. */
const BATCH = 500

/** Convergence is derived, so who is of it is known here and not to the database: by name, and read in batches. */
async function listOfConvergence(
  ctx: ServiceContext,
  { limit, convergence, ...others }: HostListRequest & { convergence: Convergence },
  after: HostListKey | null,
): Promise<Page<HostRow>> {
  const hosts = await ctx.standings.read(ctx)
  const nowMs = ctx.clock.now().getTime()
  const keys = hosts
    .filter((host) => stateNow(ctx, host, nowMs) === convergence)
    .map(({ name, id }) => ({ name: name.toLowerCase(), id }))
    .filter((key) => after === null || compareKeys(key, after) > 0)
    .sort(compareKeys)
  const isNarrowed =
    others.q !== undefined || others.deliveryGroup !== undefined || others.lifecycle !== undefined
  const batch = isNarrowed ? BATCH : limit + 1
  const rows: HostRow[] = []
  for (let from = 0; from < keys.length && rows.length <= limit; from += batch) {
    const ids = keys.slice(from, from + batch).map(({ id }) => id)
    const records = await readHostRows(ctx.database, { ...others, ids }, null, batch)
    rows.push(
      ...records
        .map((record) => hostRow(ctx, record))
        // One that became another meanwhile is none of these.
        .filter((row) => row.convergence.state === convergence)
        .sort((one, other) => compareKeys(keyOfRow(one), keyOfRow(other))),
    )
  }
  return pageOf(rows, limit)
}

/** @param rows one more than the page holds, where there is one */
function pageOf(rows: readonly HostRow[], limit: number): Page<HostRow> {
  const page = rows.slice(0, limit)
  const last = rows.length > limit ? page.at(-1) : undefined
  return { rows: page, next: last ? cursorAt(keyOfRow(last)) : null }
}

const keyOfRow = ({ name, id }: HostRow): HostListKey => ({ name: name.toLowerCase(), id })

function compareKeys(one: HostListKey, other: HostListKey): number {
  if (one.name !== other.name) return one.name < other.name ? -1 : 1
  return one.id < other.id ? -1 : one.id > other.id ? 1 : 0
}

function keyOf(cursor: string): HostListKey {
  const [name = '', id = ''] = readCursor(cursor, [NAME, UUID])
  return { name, id }
}

const cursorAt = (key: HostListKey) => writeCursor([key.name, key.id])
