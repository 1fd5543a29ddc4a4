/** Rollouts as screens and commands show them. */

import { isOpen, mayAct } from '~/domain/rollout'
import { decideRollout } from '~/domain/rollout-decision'
import { rolloutEta } from '~/domain/rollout-eta'
import { nextOpening } from '~/domain/rollout-window'
import { AppError } from '../../errors'
import { findRevision } from '../../repositories/revision'
import {
  findRollout,
  findRolloutOf,
  type Halt,
  listRolloutRecords,
  type RolloutRecord,
} from '../../repositories/rollout'
import {
  countMemberSessions,
  countReached,
  type MemberState,
  readMemberStates,
} from '../../repositories/rollout-host'
import { userNames } from '../../repositories/token'
import type { ServiceContext } from '../context'
import { readKey } from '../read-cursor'
import type { Page, PageRequest } from '../views/page'
import {
  type HaltView,
  ROLLOUT_STANDINGS,
  type RolloutRow,
  type RolloutStanding,
  type RolloutView,
} from '../views/rollout-view'
import { isLate, memberStanding } from './member-row'
import { isActive, snapshotOf } from './read-snapshot'
import { urgencyOf } from './urgency'

const MAX_REVISION = 2_147_483_647
const MOST_STRAGGLERS = 8

/** Newest first. */
export async function listRollouts(
  { database }: ServiceContext,
  { cursor, limit }: PageRequest,
): Promise<Page<RolloutRow>> {
  const records = await listRolloutRecords(database, limit + 1, readKey(cursor, MAX_REVISION))
  const shown = records.slice(0, limit)
  const [names, reached, reasons] = await Promise.all([
    userNames(
      database,
      shown.map(({ createdBy }) => createdBy),
    ),
    countReached(
      database,
      shown.map(({ id }) => id),
    ),
    Promise.all(shown.map(({ revision }) => findRevision(database, revision))),
  ])
  const rows = shown.map((record, at) => ({
    ...rowOf(record, names, reached.get(record.id) ?? 0, reasons[at]?.reason ?? ''),
  }))
  return { rows, next: records.length > limit ? String(rows.at(-1)?.revision) : null }
}

function rowOf(
  record: RolloutRecord,
  names: ReadonlyMap<string, string>,
  reached: number,
  reason: string,
): RolloutRow {
  const { id, revision, baseRevision, state, createdAt, createdBy, hosts, endedAt, endRevision } = record
  return {
    id,
    revision,
    baseRevision,
    state,
    startedAt: createdAt.toISOString(),
    by: names.get(createdBy) ?? createdBy,
    reason,
    hosts,
    reached,
    endedAt: endedAt?.toISOString() ?? null,
    endRevision,
    wave: record.waves.filter(({ openedAt }) => openedAt !== null).length,
    waves: record.waves.length,
  }
}

/** One rollout, by its id or by its revision. @throws AppError `not-found` */
export async function getRollout(
  ctx: ServiceContext,
  by: { id: string } | { revision: number },
): Promise<RolloutView> {
  const { database } = ctx
  const record = await ('id' in by ? findRollout(database, by.id) : findRolloutOf(database, by.revision))
  if (!record) throw new AppError('not-found', 'There is no such rollout.')
  const [records, revision, names] = await Promise.all([
    readMemberStates(database, record.id),
    findRevision(database, record.revision),
    userNames(database, [record.createdBy, record.halt?.by ?? '']),
  ])
  const over = !isOpen(record.state)
  const members = records.map((member) => ({ member, standing: memberStanding(ctx, member, over) }))
  const reached = members.filter(({ member }) => member.wave !== null)
  const late = members.filter(({ member, standing }) => isLate(member, standing, over))
  return {
    ...rowOf(record, names, reached.length, revision?.reason ?? ''),
    plan: record.plan,
    halt: record.halt && haltOf(record.halt, names),
    waves: record.waves.map(({ place, openedAt, settledAt }) => {
      const own = reached.filter(({ member }) => member.wave === place)
      return {
        place,
        target: record.plan.waves[place] ?? { kind: 'percent', percent: 100 },
        openedAt: openedAt?.toISOString() ?? null,
        settledAt: settledAt?.toISOString() ?? null,
        hosts: own.length,
        done: own.filter(({ standing }) => standing === 'done').length,
      }
    }),
    standings: countStandings(members),
    stragglers: stragglersOf(reached),
    kept: keptBy(members),
    ...(await countMemberSessions(
      database,
      record.id,
      late.map(({ member }) => member.id),
    )),
    ...paceOf(ctx, record, records),
  }
}

interface Standing {
  member: MemberState
  standing: RolloutStanding
}

function haltOf({ by, ...halt }: Halt, names: ReadonlyMap<string, string>): HaltView {
  return { ...halt, by: by === 'system' ? null : (names.get(by) ?? by) }
}

function countStandings(members: readonly Standing[]): Record<RolloutStanding, number> {
  const counts = Object.fromEntries(ROLLOUT_STANDINGS.map((word) => [word, 0])) as Record<
    RolloutStanding,
    number
  >
  for (const { standing } of members) counts[standing] += 1
  return counts
}

function keptBy(members: readonly Standing[]): number[] {
  const later = members.filter(({ standing }) => standing === 'later')
  return [...new Set(later.map(({ member }) => member.wantedRevision ?? 0))].sort((one, other) => one - other)
}

function stragglersOf(reached: readonly Standing[]): RolloutView['stragglers'] {
  return reached
    .filter(({ standing }) => standing !== 'done')
    .sort((one, other) => urgencyOf(one.standing) - urgencyOf(other.standing))
    .slice(0, MOST_STRAGGLERS)
    .map(({ member: { id, name }, standing }) => ({ id, name, standing }))
}

/** When it will be through, and what it waits for now. */
function paceOf(
  ctx: ServiceContext,
  record: RolloutRecord,
  records: readonly MemberState[],
): Pick<RolloutView, 'eta' | 'waitsFor' | 'waitsUntil'> {
  if (!isOpen(record.state)) return { eta: null, waitsFor: null, waitsUntil: null }
  const now = ctx.clock.now().getTime()
  const reached = records.filter((member) => member.wave !== null && isActive(member))
  const snapshot = snapshotOf(ctx, record, reached)
  const decision = decideRollout(snapshot, now)
  const waitsFor = decision.kind === 'wait' ? decision.for : null
  const { plan, waves } = snapshot
  const isMoving = mayAct('halt', record.state)
  return {
    eta: isMoving ? new Date(rolloutEta(plan, waves, now)).toISOString() : null,
    waitsFor,
    waitsUntil: untilOf(waitsFor, snapshot, now),
  }
}

function untilOf(
  waitsFor: RolloutView['waitsFor'],
  { plan, waves }: { plan: RolloutRecord['plan']; waves: readonly { settledMs: number | null }[] },
  now: number,
): string | null {
  const instant = (ms: number) => new Date(ms).toISOString()
  if (waitsFor === 'start' && plan.startAt !== undefined) return instant(Date.parse(plan.startAt))
  if (waitsFor === 'window' && plan.window) return instant(nextOpening(plan.window, now))
  const settled = waves.findLast(({ settledMs }) => settledMs !== null)?.settledMs
  return waitsFor === 'soak' && settled ? instant(settled + plan.soakSeconds * 1000) : null
}
