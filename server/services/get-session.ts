import type { ReportedPrediction, ReportedSocket } from '~/protocol/report'
import { AppError } from '../errors'
import { readSessionDetail, readSessionRowsById } from '../repositories/session-list'
import type { ServiceContext } from './context'
import { sessionRow } from './session-rows'
import type { SessionView } from './views/session-view'

/** @throws AppError `not-found` */
export async function getSession(ctx: ServiceContext, { id }: { id: string }): Promise<SessionView> {
  const [[record], detail] = await Promise.all([
    readSessionRowsById(ctx.database, [id]),
    readSessionDetail(ctx.database, id),
  ])
  if (!record || !detail) throw new AppError('not-found', 'There is no such session.')
  // Stored as it was reported.
  const told: ReportedPrediction = record.prediction
  const { sockets: _count, ...row } = sessionRow(record)
  return {
    ...row,
    boot: detail.boot,
    uncovered: told.uncovered ?? [],
    proof: told.proof ?? null,
    sockets: detail.sockets as ReportedSocket[],
    allocations: detail.allocations.map(({ from, to, receivedAt, ...held }) => ({
      ...held,
      from: from.toISOString(),
      to: to?.toISOString() ?? null,
      receivedAt: receivedAt.toISOString(),
    })),
  }
}
