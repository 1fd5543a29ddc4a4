import { countOpenFindings } from '../repositories/finding'
import { countDiscrepancies, type SessionHourRecord } from '../repositories/session-hours'
import { sqlOf } from '../repositories/statements'
import { latestChanges } from './audit/list-audit'
import type { ServiceContext } from './context'
import { hostsSummary } from './hosts-summary'
import { HOUR_MS } from './session-hours'
import type { Overview, SessionHour } from './views/overview-view'

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
  const now = ctx.clock.now()
  const db = sqlOf(ctx.statements)
  const thisHour = new Date(Math.floor(now.getTime() / HOUR_MS) * HOUR_MS)
  const hours = ctx.sessionHours.read(ctx, thisHour, WEEK_HOURS)
  const openSessions = hours.then((records) => records.at(-1)?.open ?? 0)
  const [hosts, records, discrepancies, findings, changes] = await Promise.all([
    hostsSummary(ctx, openSessions),
    hours,
    countDiscrepancies(db),
    countOpenFindings(db, now),
    withChanges ? latestChanges(ctx, CHANGES) : null,
  ])
  const week = records.map((record, index) => hourOf(record, index === records.length - 1))
  return {
    hosts,
    sessions: {
      now: week.at(-1)?.open ?? 0,
      hours: week.slice(-HOURS),
      week: partsOf(week),
      discrepancies,
    },
    findings,
    changes,
  }
}

function hourOf({ at, open, logons }: SessionHourRecord, underWay: boolean): SessionHour {
  const end = underWay ? null : new Date(at.getTime() + HOUR_MS).toISOString()
  return { at: at.toISOString(), end, open, openAt: end, logons }
}

/** Hours in parts: the most that were open at the end of one, all logons. */
function partsOf(hours: readonly SessionHour[]): SessionHour[] {
  const parts: SessionHour[] = []
  for (let first = 0; first < hours.length; first += PART_HOURS) {
    const part = hours.slice(first, first + PART_HOURS)
    const fullest = part.reduce((most, hour) => (hour.open > most.open ? hour : most))
    parts.push({
      ...fullest,
      at: part[0]?.at ?? '',
      end: part.at(-1)?.end ?? null,
      logons: part.reduce((sum, { logons }) => sum + logons, 0),
    })
  }
  return parts
}
