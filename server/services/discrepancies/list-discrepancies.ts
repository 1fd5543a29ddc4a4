import { type DiscrepancyFilter, readDiscrepancies } from '../../repositories/discrepancy'
import { sqlOf } from '../../repositories/statements'
import type { ServiceContext } from '../context'
import { INSTANT, readCursor, UUID, writeCursor } from '../cursor'
import type { DiscrepancyRow } from '../views/discrepancy-view'
import type { Page, PageRequest } from '../views/page'

/** Newest first; open ones unless `state` asks for others. */
export async function listDiscrepancies(
  ctx: Pick<ServiceContext, 'statements'>,
  { cursor, limit, ...filter }: PageRequest & DiscrepancyFilter,
): Promise<Page<DiscrepancyRow>> {
  const [openedAt = '', id = ''] = cursor === undefined ? [] : readCursor(cursor, [INSTANT, UUID])
  const after = cursor === undefined ? null : { openedAt, id }
  const records = await readDiscrepancies(sqlOf(ctx.statements), filter, after, limit + 1)
  const shown = records.slice(0, limit)
  const last = shown.at(-1)
  return {
    rows: shown.map(({ openedAt: opened, closedAt, ...rest }) => ({
      ...rest,
      openedAt: opened.toISOString(),
      closedAt: closedAt?.toISOString() ?? null,
    })),
    next: records.length > limit && last ? writeCursor([last.openedAt.toISOString(), last.id]) : null,
  }
}
