/**
 * Every host as far as its convergence and its policies go, in memory: so that screens which count all of them, or judge
 * policies against all of them, do not read all of them.
 * A copy, never the truth: at each question what changed since the last is read, and now and then all of it.
 */

import { readAwaitingWave, readSeenSince, readStandingRows } from '../repositories/host-list'
import { sqlOf } from '../repositories/statements'
import type { ServiceContext } from './context'
import { compareKeys } from './host-list-key'
import { type FarmStanding, farmStanding, type HostStanding, standingOf, stateAt } from './host-standing'

export interface HostStandings {
  /** One reading serves all who ask before it begins. */
  read(ctx: ServiceContext): Promise<FarmStanding>
  /** Hosts fell silent or came back: the next reading judges all of them. */
  judgeAnew(): void
}

/** What was read at an instant may be committed a little later, and by a process whose clock is a little behind. */
const SLACK_MS = 15_000
const WHOLE_EVERY_MS = 60_000
/** Silence makes hosts stale without a change of any row. */
const JUDGE_EVERY_MS = 5_000
/** Beyond so many changed hosts all are read. */
const MOST_CHANGED = 2_000

export function createHostStandings(): HostStandings {
  const copy = new Copy()
  let running: Promise<FarmStanding> | null = null
  let next: Promise<FarmStanding> | null = null

  function begin(ctx: ServiceContext) {
    const reading = copy.refresh(ctx).finally(() => {
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
    judgeAnew: () => copy.judgeAnew(),
  }
}

class Copy {
  private readonly standings = new Map<string, HostStanding>()
  private readonly words = new Map<string, string>()
  private farm = farmStanding([])
  private waiting: HostStanding[] = []
  private mark = 0
  private readAt = 0
  private wholeAt = Number.NEGATIVE_INFINITY
  private judgedAt = Number.NEGATIVE_INFINITY

  judgeAnew(): void {
    this.judgedAt = Number.NEGATIVE_INFINITY
  }

  async refresh(ctx: ServiceContext): Promise<FarmStanding> {
    const db = sqlOf(ctx.statements)
    const now = ctx.clock.now().getTime()
    const mark = ctx.board.mark()
    const ids = ctx.board.changedSince(this.mark)
    const isWhole = ids.length > MOST_CHANGED || Math.abs(now - this.wholeAt) >= WHOLE_EVERY_MS
    const judgesAll = isWhole || Math.abs(now - this.judgedAt) >= JUDGE_EVERY_MS
    const since = new Date(this.readAt - SLACK_MS)
    const [rows, seen, awaiting] = await Promise.all([
      readStandingRows(db, isWhole ? null : { since, ids }),
      judgesAll && !isWhole ? readSeenSince(db, since) : [],
      readAwaitingWave(db),
    ])
    if (isWhole) this.forget()
    const news = rows.map((row) => standingOf(row, this.words))
    for (const standing of news) this.standings.set(standing.id, standing)
    for (const { id, seenAt } of seen) {
      const standing = this.standings.get(id)
      if (standing) standing.seenMs = seenAt.getTime()
    }
    const turned = this.letWait(awaiting)
    this.mark = mark
    this.readAt = now
    if (isWhole) this.wholeAt = now
    if (judgesAll) this.judgedAt = now
    const isMoved = this.judge(ctx, now, judgesAll ? this.standings.values() : [...news, ...turned])
    const hosts = isWhole || news.length > 0 ? this.byName() : this.farm.hosts
    if (isMoved || hosts !== this.farm.hosts) this.farm = farmStanding(hosts)
    return this.farm
  }

  private forget(): void {
    this.standings.clear()
    this.words.clear()
  }

  /** Those that wait for a wave now, and those that did. */
  private letWait(awaiting: readonly { id: string }[]): HostStanding[] {
    const before = this.waiting
    for (const standing of before) standing.awaitsWave = false
    this.waiting = awaiting.flatMap(({ id }) => this.standings.get(id) ?? [])
    for (const standing of this.waiting) standing.awaitsWave = true
    return [...before, ...this.waiting]
  }

  /** @returns whether any is another than before */
  private judge({ board, farm }: ServiceContext, nowMs: number, hosts: Iterable<HostStanding>): boolean {
    const moment = { nowMs, pollSeconds: farm.pollSeconds }
    const heardMs = (id: string) => board.byId(id)?.lastSeenMs ?? 0
    let isMoved = false
    for (const host of hosts) {
      const state = stateAt(host, moment, heardMs)
      if (state === host.state) continue
      host.state = state
      isMoved = true
    }
    return isMoved
  }

  private byName(): HostStanding[] {
    return [...this.standings.values()].sort((one, other) => compareKeys(one.key, other.key))
  }
}
