import { problem } from '~/domain/result'
import { readPutInForce } from '../../repositories/in-force-then'
import { sqlOf } from '../../repositories/statements'
import { readIntervals } from '../../repositories/timeline'
import type { Timeline } from '../views/held-view'
import { askedAddress, askedHosts, askedInstant, type HistoryContext, refuse } from './asked'
import { heldRow } from './held-rows'

const LONGEST_DAYS = 366
const DAY_MS = 86_400_000
export const MOST_INTERVALS = 300
const MOST_REVISIONS = 100

/**
 * Who held an address over a time, and what happened meanwhile: for a picture of it.
 * @throws AppError `bad-input`, or `not-found` for a host nobody knows.
 */
export async function timelineOf(
  ctx: HistoryContext,
  request: { address: string; host?: string; from: string; to: string },
): Promise<Timeline> {
  const { address } = askedAddress(request.address)
  const from = askedInstant(ctx, request.from, 'from')
  const to = new Date(Math.min(Date.parse(request.to) || Number.NaN, ctx.clock.now().getTime()))
  if (!(to > from)) {
    throw refuse(problem('to', request.to, 'a period ends after it began', 'Give a later end.'))
  }
  if (to.getTime() - from.getTime() > LONGEST_DAYS * DAY_MS) {
    throw refuse(
      problem('to', request.to, `a period is at most ${LONGEST_DAYS} days long`, 'Ask for a shorter one.'),
    )
  }
  const hostIds = request.host === undefined ? null : await askedHosts(ctx, request.host)
  const sql = sqlOf(ctx.statements)
  const records = await readIntervals(sql, { address, hostIds, from, to }, MOST_INTERVALS + 1)
  const rows = records.slice(0, MOST_INTERVALS).map(heldRow)
  const shown = rows.map(({ hostId }) => hostId)
  const revisions = await readPutInForce(sql, { hostIds: shown, from, to }, MOST_REVISIONS)
  return {
    rows,
    cut: records.length > MOST_INTERVALS,
    revisions: revisions.map(({ at, ...rest }) => ({ ...rest, at: at.toISOString() })),
  }
}
