/**
 * Every host as far as its convergence and its policies go, in memory: so that screens which count all of them, or judge
 * policies against all of them, do not read all of them.
 * A copy, never the truth: at each question what changed since the last is read, and now and then all of it.
 */

import { briefly } from '~/domain/host-state'
import {
  type HostStandingRecord,
  readAwaitingWave,
  readSeenSince,
  readStandingRows,
} from '../repositories/host-list'
import { sqlOf } from '../repositories/statements'
import type { ServiceContext } from './context'

export interface HostStandings {
  /** Every host of the farm, retired ones too. One reading serves all who ask before it begins. */
  read(ctx: ServiceContext): Promise<readonly HostStandingRecord[]>
}

/** What was read at an instant may be committed a little later, and by a process whose clock is a little behind. */
const SLACK_MS = 60_000
const WHOLE_EVERY_MS = 60_000
/** Beyond so many changed hosts all are read. */
const MOST_CHANGED = 2_000

export function createHostStandings(): HostStandings {
  const standings = new Map<string, HostStandingRecord>()
  let mark = 0
  let readAt = 0
  let wholeAt = Number.NEGATIVE_INFINITY
  let running: Promise<readonly HostStandingRecord[]> | null = null
  let next: Promise<readonly HostStandingRecord[]> | null = null

  async function refresh(ctx: ServiceContext): Promise<readonly HostStandingRecord[]> {
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
    for (const row of rows)
      standings.set(row.id, { ...row, applied: briefly(row.applied), awaitsWave: false })
    for (const { id, seenAt } of seen) {
      const standing = standings.get(id)
      if (standing) standing.seenAt = seenAt
    }
    mark = begun
    readAt = now
    if (isWhole) wholeAt = now
    const waits = new Set(awaiting.map(({ id }) => id))
    for (const standing of standings.values()) standing.awaitsWave = waits.has(standing.id)
    return [...standings.values()]
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
