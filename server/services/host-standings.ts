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

export interface HostStanding extends Omit<HostStandingRecord, 'applied' | 'wantedGeneration' | 'seenAt'> {
  /** When it was last heard, as the database has it. */
  seenMs: number | null
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
  const words = new Map<string, string>()
  let byName: HostStanding[] = []
  let waiting: HostStanding[] = []
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
    if (isWhole) {
      standings.clear()
      words.clear()
    }
    for (const row of rows) standings.set(row.id, standingOf(row, words))
    for (const { id, seenAt } of seen) {
      const standing = standings.get(id)
      if (standing) standing.seenMs = seenAt.getTime()
    }
    mark = begun
    readAt = now
    if (isWhole) wholeAt = now
    if (isWhole || rows.length > 0) byName = [...standings.values()].sort(compareByName)
    for (const standing of waiting) standing.awaitsWave = false
    waiting = awaiting.flatMap(({ id }) => standings.get(id) ?? [])
    for (const standing of waiting) standing.awaitsWave = true
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

/**
 * @param words each text that many hosts share, once: ten thousand copies of a word are slow to compare, as each lies
 *   elsewhere in memory
 */
function standingOf(row: HostStandingRecord, words: Map<string, string>): HostStanding {
  const { applied, wantedGeneration, seenAt, ...rest } = row
  const once = <Text extends string | null | undefined>(text: Text): Text => {
    if (!text) return text
    if (!words.has(text)) words.set(text, text)
    return words.get(text) as Text
  }
  return {
    ...rest,
    lifecycle: once(rest.lifecycle),
    osFamily: once(rest.osFamily),
    osVersion: once(rest.osVersion),
    arch: once(rest.arch),
    ou: once(rest.ou),
    tags: rest.tags.map(once),
    deliveryGroupId: once(rest.deliveryGroupId),
    wantedHash: once(rest.wantedHash),
    nameKey: rest.name.toLowerCase(),
    seenMs: seenAt?.getTime() ?? null,
    lastKnown: lastKnownState({ applied, wantedGeneration, wantedHash: rest.wantedHash }),
    awaitsWave: false,
  }
}

function compareByName(one: HostStanding, other: HostStanding): number {
  if (one.nameKey !== other.nameKey) return one.nameKey < other.nameKey ? -1 : 1
  return one.id < other.id ? -1 : 1
}
