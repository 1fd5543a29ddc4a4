import { countDiscrepancies, readSessionHours, type SessionHourRecord } from '../repositories/session-hours'
import { latestChanges } from './audit/list-audit'
import type { ServiceContext } from './context'
import { hostsSummary } from './hosts-summary'
import type { Overview, SessionHour } from './views/overview-view'

const HOUR_MS = 3_600_000
const HOURS = 24
const WEEK_HOURS = 7 * 24
/** A bar of the week stands for so many hours. */
const PART_HOURS = 6
const CHANGES = 8

/** The farm at a glance. The last of the hours is the one under way. */
export async function getOverview(
  ctx: ServiceContext,
  { withChanges }: { withChanges: boolean },
): Promise<Overview> {
  const thisHour = Math.floor(ctx.clock.now().getTime() / HOUR_MS) * HOUR_MS
  const [hosts, week, discrepancies, changes] = await Promise.all([
    hostsSummary(ctx),
    readSessionHours(ctx.database, new Date(thisHour - (WEEK_HOURS - 1) * HOUR_MS), WEEK_HOURS),
    countDiscrepancies(ctx.database),
    withChanges ? latestChanges(ctx, CHANGES) : null,
  ])
  return {
    hosts,
    sessions: {
      now: week.at(-1)?.open ?? 0,
      hours: week.slice(-HOURS).map(({ at, open, logons }) => ({ at: at.toISOString(), open, logons })),
      week: partsOf(week),
      discrepancies,
    },
    changes: changes?.map(({ before: _before, after: _after, ...row }) => row) ?? null,
  }
}

/** Hours in parts: the most that were open in one, all logons. */
function partsOf(hours: readonly SessionHourRecord[]): SessionHour[] {
  const parts: SessionHour[] = []
  for (let first = 0; first < hours.length; first += PART_HOURS) {
    const part = hours.slice(first, first + PART_HOURS)
    parts.push({
      at: part[0]?.at.toISOString() ?? '',
      open: Math.max(...part.map(({ open }) => open)),
      logons: part.reduce((sum, { logons }) => sum + logons, 0),
    })
  }
  return parts
}
