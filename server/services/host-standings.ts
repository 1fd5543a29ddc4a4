/**
 * Every host as far as its convergence and its policies go, in memory: so that screens which count all of them, or judge
 * policies against all of them, do not read all of them.
 * A copy, never the truth: at each question what changed since the last is read, and now and then all of it.
 */

import { type Convergence, lastKnownState } from '~/domain/host-state'
import {
  type HostStandingRecord,
  readAwaitingWave,
  readSeenSince,
  readStandingRows,
} from '../repositories/host-list'
import { sqlOf } from '../repositories/statements'
import type { ServiceContext } from './context'

export interface HostStanding extends Omit<HostStandingRecord, 'applied' | 'wantedGeneration'> {
  /** Its name without case, by which hosts are listed. */
  nameKey: string
  /** What it was when it was last heard. */
  lastKnown: Convergence
  awaitsWave: boolean
}

export interface HostStandings {
  /** Every host of the farm by name, retired ones too. One reading serves all who ask before it begins. */
  read(ctx: ServiceContext): Promise<readonly HostStanding[]>
}

/** What was read at an instant may be committed a little later, and by a process whose clock is a little behind. */
const SLACK_MS = 60_000
const WHOLE_EVERY_MS = 60_000
/** Beyond so many changed hosts all are read. */
const MOST_CHANGED = 2_000

export function createHostStandings(): HostStandings {
  const standings = new Map<string, HostStanding>()
  let byName: HostStanding[] = []
  let mark = 0
  let readAt = 0
  let wholeAt = Number.NEGATIVE_INFINITY
  let running: Promise<readonly HostStanding[]> | null = null
  let next: Promise<readonly HostStanding[]> | null = null

  async function refresh(ctx: ServiceContext): Promise<readonly HostStanding[]> {
    const db = sqlOf(ctx.statements)
    const now = ctx.clock.now().getTime()
    const begun = ctx.board.mark()
    const ids = ctx.board.changedSince(mark)
    const isWhole = ids.length > MOST_CHANGED || Math.abs(now - wholeAt) >= WHOLE_EVERY_MS
    const since = new Date(readAt - SLACK_MS)
    const [rows, seen, awaiting] = await Promise.all([
      readStandingRows(db, isWhole ? null : { since, ids }),
      isWhole ? [] : readSeenSince(db, since),
      readAwaitingWave(db),
    ])
    if (isWhole) standings.clear()
    for (const row of rows) standings.set(row.id, standingOf(row))
    for (const { id, seenAt } of seen) {
      const standing = standings.get(id)
      if (standing) standing.seenAt = seenAt
    }
    mark = begun
    readAt = now
    if (isWhole) wholeAt = now
    const waits = new Set(awaiting.map(({ id }) => id))
    if (isWhole || rows.length > 0) byName = [...standings.values()].sort(compareByName)
    for (const standing of byName) standing.awaitsWave = waits.has(standing.id)
    return byName
  }

  function begin(ctx: ServiceContext) {
    const reading = refresh(ctx).finally(() => {
      running = null
    })
    running = reading
    return reading
  }

  return {
    async read(ctx) {
      if (!running) return begin(ctx)
      next ??= running
        .catch(() => {})
        .then(() => {
          next = null
          return begin(ctx)
        })
      return next
    },
  }
}

function standingOf({ applied, wantedGeneration, ...row }: HostStandingRecord): HostStanding {
  const lastKnown = lastKnownState({ applied, wantedGeneration, wantedHash: row.wantedHash })
  return { ...row, nameKey: row.name.toLowerCase(), lastKnown, awaitsWave: false }
}

function compareByName(one: HostStanding, other: HostStanding): number {
  if (one.nameKey !== other.nameKey) return one.nameKey < other.nameKey ? -1 : 1
  return one.id < other.id ? -1 : 1
}
