import type { Convergence } from '~/domain/host-state'
import { readGroupNames } from '../repositories/delivery-group'
import { type HostListKey, readHostRows } from '../repositories/host-list'
import { sqlOf, unnamedSqlOf } from '../repositories/statements'
import type { ServiceContext } from './context'
import { NAME, readCursor, UUID, writeCursor } from './cursor'
import { compareKeys, listKey } from './host-list-key'
import { hostRow } from './host-rows'
import type { HostStanding } from './host-standing'
import type { HostListRequest, HostRow } from './views/host-view'
import type { Page } from './views/page'

/** Hosts by name. */
export async function listHosts(ctx: ServiceContext, request: HostListRequest): Promise<Page<HostRow>> {
  const { limit, convergence } = request
  const after = request.cursor === undefined ? null : keyOf(request.cursor)
  if (convergence) return listOfConvergence(ctx, { ...request, convergence }, after)
  const records = await readHostRows(unnamedSqlOf(ctx.statements), request, after, limit + 1)
  return pageOf(
    records.map((record) => hostRow(ctx, record)),
    limit,
  )
}

/** Convergence is derived, so who is of it is known here and not to the database: by name, and read a page at a time. */
async function listOfConvergence(
  ctx: ServiceContext,
  { limit, convergence, ...others }: HostListRequest & { convergence: Convergence },
  after: HostListKey | null,
): Promise<Page<HostRow>> {
  const [farm, isAmong] = await Promise.all([ctx.standings.read(ctx), narrowing(ctx, others)])
  const ids = farm.byConvergence[convergence]
    .filter((host) => after === null || compareKeys(host.key, after) > 0)
    .filter(isAmong)
    .map(({ id }) => id)
  const rows: HostRow[] = []
  for (let from = 0; from < ids.length && rows.length <= limit; from += limit + 1) {
    const page = ids.slice(from, from + limit + 1)
    const records = await readHostRows(
      unnamedSqlOf(ctx.statements),
      { ...others, ids: page },
      null,
      page.length,
    )
    rows.push(
      ...records
        .map((record) => hostRow(ctx, record))
        // One that became another meanwhile is none of these.
        .filter((row) => row.convergence.state === convergence)
        .sort((one, other) => compareKeys(listKey(one), listKey(other))),
    )
  }
  return pageOf(rows, limit)
}

/** Whether a host is of those that are worth reading: the database says the last word. */
async function narrowing(
  ctx: ServiceContext,
  { q, deliveryGroup, lifecycle }: Pick<HostListRequest, 'q' | 'deliveryGroup' | 'lifecycle'>,
): Promise<(host: HostStanding) => boolean> {
  const part = q?.toLowerCase()
  const groups = deliveryGroup === undefined ? [] : await readGroupNames(sqlOf(ctx.statements))
  const called = groups.filter(({ name }) => name.toLowerCase() === deliveryGroup?.toLowerCase())
  const ofGroup = new Set(called.map(({ id }) => id))
  return (host) =>
    (lifecycle === undefined || host.lifecycle === lifecycle) &&
    (deliveryGroup === undefined || ofGroup.has(host.deliveryGroupId ?? '')) &&
    (part === undefined ||
      host.key.name.includes(part) ||
      host.tags.some((tag) => tag.toLowerCase().includes(part)))
}

/** @param rows one more than the page holds, where there is one */
function pageOf(rows: readonly HostRow[], limit: number): Page<HostRow> {
  const page = rows.slice(0, limit)
  const last = rows.length > limit ? page.at(-1) : undefined
  return { rows: page, next: last ? cursorAt(listKey(last)) : null }
}

function keyOf(cursor: string): HostListKey {
  const [name = '', id = ''] = readCursor(cursor, [NAME, UUID])
  return { name, id }
}

const cursorAt = (key: HostListKey) => writeCursor([key.name, key.id])
