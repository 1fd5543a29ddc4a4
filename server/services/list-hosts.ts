import type { Convergence } from '~/domain/host-state'
import { type HostListKey, readHostRows } from '../repositories/host-list'
import type { ServiceContext } from './context'
import { NAME, readCursor, UUID, writeCursor } from './cursor'
import { convergenceNow, hostRow } from './host-rows'
import type { HostListRequest, HostRow } from './views/host-view'
import type { Page } from './views/page'

/**
 * Hosts by name. Convergence is derived, so the database is told which hosts are of it; one that became another meanwhile
 * is left out, and its page is shorter.
 */
export async function listHosts(ctx: ServiceContext, request: HostListRequest): Promise<Page<HostRow>> {
  const { limit, convergence } = request
  const after = request.cursor === undefined ? null : keyOf(request.cursor)
  const ids = convergence && (await hostsOf(ctx, convergence))
  const records = await readHostRows(ctx.database, { ...request, ids }, after, limit + 1)
  const page = records.slice(0, limit)
  const rows = page.map((record) => hostRow(ctx, record))
  return {
    rows: convergence ? rows.filter((row) => row.convergence.state === convergence) : rows,
    next: (records.length > limit && cursorAt(page.at(-1))) || null,
  }
}

async function hostsOf(ctx: ServiceContext, convergence: Convergence): Promise<string[]> {
  const hosts = await ctx.standings.read(ctx)
  return hosts.flatMap((host) => (convergenceNow(ctx, host).state === convergence ? host.id : []))
}

function keyOf(cursor: string): HostListKey {
  const [name = '', id = ''] = readCursor(cursor, [NAME, UUID])
  return { name, id }
}

const cursorAt = (host: HostListKey | undefined) => host && writeCursor([host.name.toLowerCase(), host.id])
