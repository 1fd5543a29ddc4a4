/**
 * The second loop: what this host is and does. It looks on a timer, at each event of the driver and after each change
 * of the config, and puts the differences into the outbox. It does not wait for the first loop.
 */

import type { HostConfig } from '~/domain/host-config'
import type { AppliedState, Report, ReportedSession } from '~/protocol/report'
import { PROTOCOL_VERSION } from '~/protocol/version'
import { type Clock, instantOf } from '../clock'
import type { Driver, HostFactsReport } from '../drivers/driver'
import { type Log, messageOf } from '../log'
import { collapse } from '../observe/collapse'
import { differences, type Told, toldOf } from '../observe/differences'
import type { FirstSeen } from '../observe/first-seen'
import { Pictures, sessionKey } from '../observe/picture'
import { type SessionChanges, splitChanges, splitFull } from '../observe/split'
import type { Outbox } from '../outbox/outbox'
import { AGENT_VERSION } from '../version'
import { Rounds } from './rounds'

export interface ObservedLoopOptions {
  /** As the farm calls this host. */
  name: string
  driver: Driver
  /** The machine's id: the first report of a process names it. */
  machine: string
  outbox: Outbox
  firstSeen: FirstSeen
  clock: Clock
  log: Log
  config(): HostConfig | null
  applied(): AppliedState
  /** The driver says that somebody changed a value. */
  onValues(): void
  /** There is something to deliver. */
  onReady(): void
  /** Sessions were looked at, and may be others than before. */
  onLooked(): void
}

/** Events come in bursts: a logon opens a session and ten sockets. */
export const GATHER_MS = 50

export class ObservedLoop {
  private readonly rounds: Rounds
  /**
   * The first report of a process is full, as it may have missed an end while it was away; it comes after those that
   * wait. One that the server asks for comes in their place.
   */
  private wantFull: 'no' | 'after' | 'instead' = 'after'
  private told = new Map<string, Told>()
  private readonly pictures = new Pictures()
  private toldApplied = ''
  private toldFacts = ''

  constructor(private readonly options: ObservedLoopOptions) {
    this.rounds = new Rounds(options.clock, () => this.round())
  }

  start(): void {
    this.rounds.start()
    this.options.driver.start((what) => {
      if (what === 'values') this.options.onValues()
      else this.look(GATHER_MS)
    })
    this.look(0)
  }

  async stop(): Promise<void> {
    const over = this.rounds.stop()
    await this.options.driver.stop()
    await over
  }

  /**
   * The next report shall hold everything; asked for twice before it has left, it is made once. One that waits behind
   * others does not do: they are what the server cannot take.
   */
  requestFull(): void {
    if (this.options.outbox.head?.full) return
    this.wantFull = 'instead'
    this.look(0)
  }

  /** Looks no later than in so many milliseconds. */
  look(milliseconds: number): void {
    this.rounds.within(milliseconds)
  }

  private async round(): Promise<number> {
    try {
      await this.compare(await this.observe(), await this.facts())
    } catch (error) {
      this.options.log.error('a look at the host broke off', { error: messageOf(error) })
    }
    if (this.options.outbox.size > 0) this.options.onReady()
    this.options.onLooked()
    return this.options.driver.observeEveryMs
  }

  /** The sessions as they are; as last told where the driver cannot look. */
  private async observe(): Promise<ReportedSession[]> {
    const { driver, clock, log, firstSeen } = this.options
    const { family } = (await driver.facts()).os
    try {
      const context = { family, enforcement: driver.enforcement, firstSeen }
      const sessions = await driver.observe()
      const now = clock.now()
      const pictures = this.pictures.of(sessions, { ...context, config: this.options.config(), now })
      firstSeen.keepOnly(new Set(pictures.map(sessionKey)))
      await firstSeen.save().catch((error) => {
        log.error('the first sightings cannot be written: a restart would date them anew', {
          error: messageOf(error),
        })
      })
      return pictures
    } catch (error) {
      log.error('sessions cannot be observed', { error: messageOf(error) })
      return [...this.told.values()].map((one) => one.session)
    }
  }

  private async facts(): Promise<HostFactsReport> {
    return { ...(await this.options.driver.facts()), name: this.options.name }
  }

  private async compare(seen: ReportedSession[], facts: HostFactsReport): Promise<void> {
    const { outbox, clock } = this.options
    if (this.wantFull !== 'no' || outbox.overfull) return this.tellAll(seen, facts)
    const found = differences(this.told, seen, clock.now())
    const news = this.news(facts)
    if (!found.pressing && !news.applied && !news.facts) {
      // Sockets alone can wait for a server that is away: only how they stand in the end matters.
      if (found.opened.length === 0 || outbox.size > 0) return
    }
    await this.add({ opened: found.opened.map((one) => one.session), closed: found.closed }, false, news)
    for (const one of found.opened) this.told.set(sessionKey(one.session), one)
    for (const one of found.closed) this.told.delete(sessionKey(one))
  }

  private async tellAll(seen: ReportedSession[], facts: HostFactsReport): Promise<void> {
    const { outbox, clock } = this.options
    const ended = differences(this.told, seen, clock.now()).closed
    const instead = this.wantFull !== 'after' || outbox.overfull
    const { brief, closed } = collapse(instead ? outbox.reports : [], seen, ended)
    const { full, rest } = splitFull(seen, brief)
    if (instead && outbox.size > 0) outbox.clear()
    this.toldApplied = ''
    this.toldFacts = ''
    await this.add({ opened: full, closed }, true, { machine: this.options.machine, ...this.news(facts) })
    if (rest.length > 0) await this.add({ opened: rest, closed: [] }, false, {})
    this.told = new Map(seen.map((session) => [sessionKey(session), toldOf(session)]))
    this.wantFull = 'no'
  }

  /** Facts and applied state where they differ from what was told, which they now are. */
  private news(facts: HostFactsReport): Pick<Report, 'applied' | 'facts' | 'agentVersion'> {
    const applied = this.options.applied()
    const appliedText = JSON.stringify(applied)
    const factsText = JSON.stringify(facts)
    const news: Pick<Report, 'applied' | 'facts' | 'agentVersion'> = {}
    if (appliedText !== this.toldApplied) news.applied = applied
    if (factsText !== this.toldFacts) Object.assign(news, { facts, agentVersion: AGENT_VERSION })
    this.toldApplied = appliedText
    this.toldFacts = factsText
    return news
  }

  private async add(changes: SessionChanges, full: boolean, news: object): Promise<void> {
    const { outbox, clock } = this.options
    const head = { v: PROTOCOL_VERSION, at: instantOf(clock.now()) }
    const parts = full ? [changes] : splitChanges(changes)
    for (const [index, part] of parts.entries()) {
      await outbox.add({ ...head, full, ...(index === 0 ? news : {}), ...part })
    }
  }
}
