import { countDiscrepancies, readSessionHours } from '../repositories/session-hours'
import { latestChanges } from './audit/list-audit'
import type { ServiceContext } from './context'
import { hostsSummary } from './hosts-summary'
import type { Overview } from './views/overview-view'

const HOUR_MS = 3_600_000
const HOURS = 24
const CHANGES = 8

/** The farm at a glance. The last of the hours is the one under way. */
export async function getOverview(
  ctx: ServiceContext,
  { withChanges }: { withChanges: boolean },
): Promise<Overview> {
  const thisHour = Math.floor(ctx.clock.now().getTime() / HOUR_MS) * HOUR_MS
  const [hosts, hours, discrepancies, changes] = await Promise.all([
    hostsSummary(ctx),
    readSessionHours(ctx.database, new Date(thisHour - (HOURS - 1) * HOUR_MS), HOURS),
    countDiscrepancies(ctx.database),
    withChanges ? latestChanges(ctx, CHANGES) : null,
  ])
  return {
    hosts,
    sessions: {
      now: hours.at(-1)?.open ?? 0,
      hours: hours.map(({ at, open, logons }) => ({ at: at.toISOString(), open, logons })),
      discrepancies,
    },
    changes: changes?.map(({ before: _before, after: _after, ...row }) => row) ?? null,
  }
}
