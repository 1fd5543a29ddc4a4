/**
 * The reconciler of discovery: folds in the sockets of sessions that changed, judges, and lets findings end. It hears of
 * changes from the hub, so that taking a report costs nothing more; after a start it asks once which were left.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { deleteComparison, oldComparisons } from '../../repositories/capture'
import { inTransaction } from '../../repositories/db'
import { lockWord } from '../../repositories/farm-lock'
import { forgetFindings, putJudgements, removeJudgements, standingFindings } from '../../repositories/finding'
import { foldSockets, forgetSeen, unfoldedSessionIds } from '../../repositories/seen-socket'
import { sqlOf } from '../../repositories/statements'
import type { ServiceContext } from '../context'
import { judgeFarm } from './judge-farm'
import { MOST_COMPARISONS } from './receive-capture'
import { keyed, SEEN_DAYS, SOFT_MS, writeFindings } from './write-findings'

const DAY_MS = 86_400_000
const FOLD_AT_ONCE = 200
/**
 * After a start, and at a storm, many sessions are looked at while people and agents wait for the database: for each
 * share of work three of rest.
 */
const CATCH_UP_REST = 3
const HOUSEKEEPING_MS = 3_600_000
const FORGET_AT_ONCE = 20_000
/** Comparisons that nobody added to, and findings that were closed, are kept this long. */
const KEPT_DAYS = 90
/** Judging may take this share of the time: a large farm is judged less often. */
const IDLE_SHARE = 30

export interface Discoverer {
  run(): Promise<void>
  stop(): void
}

export function createDiscoverer(ctx: ServiceContext): Discoverer {
  /** Left to look at from before the start. */
  let backlog: Set<string> | null = null
  const waiting = new Set<string>()
  let stirred = true
  let stopped = false
  let notBefore = 0
  let housekept = 0
  const unsubscribe = ctx.hub.subscribe((events) => {
    for (const event of events) {
      if (event.kind !== 'session') stirred = true
      else if (event.sockets !== false) waiting.add(event.id)
    }
  })

  /** What changed goes ahead of what is looked at because the server began. */
  async function fold(): Promise<void> {
    backlog ??= new Set(await unfoldedSessionIds(sqlOf(ctx.statements), ctx.clock.now()))
    for (;;) {
      const from = waiting.size > 0 || stopped ? waiting : backlog
      if (from.size === 0) return
      const began = performance.now()
      await foldSome(from)
      if (waiting.size + backlog.size > 0 && !stopped)
        await pause((performance.now() - began) * CATCH_UP_REST)
    }
  }

  async function foldSome(from: Set<string>): Promise<void> {
    const ids = take(from, FOLD_AT_ONCE)
    try {
      if ((await foldSockets(sqlOf(ctx.pipelines), ids, ctx.clock.now())) > 0) stirred = true
    } catch (error) {
      for (const id of ids) from.add(id)
      throw error
    }
  }

  return {
    async run() {
      await fold()
      const began = performance.now()
      if (stirred && began >= notBefore) {
        stirred = false
        await settle(ctx)
        notBefore = performance.now() + (performance.now() - began) * IDLE_SHARE
      }
      const now = ctx.clock.now().getTime()
      if (now - housekept >= HOUSEKEEPING_MS) {
        housekept = now
        await keepHouse(ctx)
      }
    },
    stop() {
      stopped = true
      unsubscribe()
    },
  }
}

/** Takes some of them out. A copy of all of them for each few would stop the server at a start with many sessions. */
function take(waiting: Set<string>, most: number): string[] {
  const taken: string[] = []
  for (const id of waiting) {
    if (taken.length >= most) break
    taken.push(id)
    waiting.delete(id)
  }
  return taken
}

/** Judges what the agents saw, and where every finding stands. */
export async function settle(ctx: ServiceContext): Promise<void> {
  const at = ctx.clock.now()
  const found = await judgeFarm(ctx.database, at)
  if (found.length === 0 && (await standingFindings(ctx.database)) === 0) return
  await inTransaction(ctx.database, async (tx) => {
    await lockWord(tx, 'discovery')
    await putJudgements(tx, 'farm', found.map(keyed), at)
    await writeFindings(tx, at, SOFT_MS)
  })
}

/** Forgets what is over: sightings after 30 days, comparisons and closed findings after 90. */
export async function keepHouse(ctx: ServiceContext): Promise<void> {
  const now = ctx.clock.now()
  const daysAgo = (days: number) => new Date(now.getTime() - days * DAY_MS)
  await forgetSeen(ctx.database, daysAgo(SEEN_DAYS), FORGET_AT_ONCE)
  await inTransaction(ctx.database, async (tx) => {
    await lockWord(tx, 'discovery')
    const old = await oldComparisons(tx, daysAgo(KEPT_DAYS), MOST_COMPARISONS)
    for (const id of old) await deleteComparison(tx, id)
    await removeJudgements(tx, old)
    await forgetFindings(tx, daysAgo(KEPT_DAYS))
  })
}
