/**
 * Sessions that the agent did not launch: each gets an id, which is remembered in a record like a launched one's, and the
 * filter. Level-triggered: what should be is computed from what the managers say now.
 */

import { readFileSync } from 'node:fs'
import { type Clock, instantOf } from '../../../clock'
import { type Log, messageOf } from '../../../log'
import { startTimeOf } from '../../../proc/process-start'
import { isAlive } from '../../../sessions/launch'
import type { LeaderChecks } from '../../../sessions/leader-checks'
import type { SessionRecord } from '../../../sessions/record'
import { type RecordStore, SessionIdTaken } from '../../../sessions/record-store'
import type { SessionFilter } from '../filter/session-filter'
import { idsFor } from './choose-id'
import { gather } from './gather'
import type { Logon, LogonSource } from './logon'
import { groupsOf, scopeOf } from './session-group'

export interface LogonsOptions {
  records: RecordStore
  sources: readonly LogonSource[]
  boot: string
  leaders: LeaderChecks
  clock: Clock
  log: Log
  root?: string
}

/** Looked for anew this often, besides at each event. */
const LOOK_EVERY_MS = 15_000

export class Logons {
  private lookedAt = Number.NEGATIVE_INFINITY
  private readonly complained = new Map<number, string>()

  constructor(private readonly options: LogonsOptions) {}

  watch(onChange: () => void): { close(): void } {
    const watchers = this.options.sources.map((source) =>
      source.watch(() => {
        this.lookedAt = Number.NEGATIVE_INFINITY
        onChange()
      }),
    )
    return {
      close() {
        for (const watcher of watchers) watcher?.close()
      },
    }
  }

  /** @param filter null where this machine only observes */
  async sync(filter: SessionFilter | null): Promise<void> {
    const { clock } = this.options
    if (clock.now() - this.lookedAt < LOOK_EVERY_MS) return
    this.lookedAt = clock.now()
    const open = await this.open()
    const known = new Set(open.map(({ pid, startTime }) => `${pid} ${startTime}`))
    for (const logon of await this.logons()) {
      const startTime = startTimeOf(logon.leader, this.root)
      if (startTime === null || known.has(`${logon.leader} ${startTime}`)) continue
      known.add(`${logon.leader} ${startTime}`)
      open.push(await this.adopt(logon, startTime, open, filter))
    }
    if (filter) await this.bring(filter, open)
  }

  private open(): Promise<SessionRecord[]> {
    const { records, leaders } = this.options
    return records.open(leaders.look())
  }

  /** Of all managers; the first that knows a session counts. */
  private async logons(): Promise<Logon[]> {
    const leaders = new Map<number, Logon>()
    for (const source of this.options.sources) {
      for (const logon of await source.sessions()) {
        if (!leaders.has(logon.leader)) leaders.set(logon.leader, logon)
      }
    }
    return [...leaders.values()]
  }

  private async adopt(
    logon: Logon,
    startTime: string,
    open: readonly SessionRecord[],
    filter: SessionFilter | null,
  ): Promise<SessionRecord> {
    const { records, boot, log } = this.options
    const own = filter && scopeOf(this.cgroupsOf(logon.leader), filter.place.mount)
    const { manager, name, user, leader, protocol, clientName, clientIp } = logon
    for (const id of idsFor(manager === 'logind' ? name : '', new Set(open.map((one) => one.id)))) {
      const scope = own ?? filter?.place.cgroupOf(id)
      const adopted = {
        ...{ name: `${manager} ${name}`, protocol },
        ...(scope && { scope }),
        ...(clientName && { clientName }),
        ...(clientIp && { clientIp }),
      }
      const record: SessionRecord = {
        ...{ v: 1, id, user, pid: leader, startTime, boot, logonAt: this.begun(logon), program: '', adopted },
        // The console is never virtualised.
        ...(protocol === 'console' && { lease: false }),
      }
      try {
        await records.claim(record, (one) => isAlive(one, boot))
        log.info('found a session', { session: id, manager, name, protocol })
        return record
      } catch (error) {
        // A launcher was quicker.
        if (!(error instanceof SessionIdTaken)) throw error
      }
    }
    throw new Error('there is no free session id')
  }

  /** Brings the filter to each session that is to have it. One that fails is tried again at the next look. */
  private async bring(filter: SessionFilter, open: readonly SessionRecord[]): Promise<void> {
    const adopted = open.filter(({ adopted: one }) => one?.scope !== undefined && one.protocol !== 'console')
    const groups = groupsOf(adopted.map((record) => record.adopted?.scope ?? ''))
    const standing = new Map((await filter.files.sessions()).map((session) => [session.id, session]))
    for (const { id, logonAt, pid, adopted: logon } of adopted) {
      const scope = logon?.scope ?? ''
      const isOurs = scope === filter.place.cgroupOf(id)
      const group = isOurs ? undefined : groups.get(scope)
      const before = standing.get(id)
      try {
        if (before?.logonAt === logonAt) {
          if (group) await filter.move(id, group)
        } else {
          const session = { v: 1 as const, id, logonAt, own: null, vip: null, vipDevice: null }
          await filter.open({ ...session, ...(group && { group }) })
          if (isOurs) gather(pid, scope, this.root)
        }
        this.complained.delete(id)
      } catch (error) {
        this.complain(id, messageOf(error))
      }
    }
  }

  private complain(session: number, error: string): void {
    if (this.complained.get(session) === error) return
    this.complained.set(session, error)
    this.options.log.error('a session cannot be filtered', { session, error })
  }

  /** When it began, by the clock of now: boot and now are one clock's. */
  private begun({ begunAtMicros }: Logon): string {
    const now = this.options.clock.now()
    if (begunAtMicros === 0) return instantOf(now)
    const upMs = Number(readFileSync(`${this.root}/uptime`, 'latin1').split(' ')[0]) * 1_000
    return instantOf(Math.round(Math.min(now, now - upMs + begunAtMicros / 1_000)))
  }

  private cgroupsOf(pid: number): string {
    try {
      return readFileSync(`${this.root}/${pid}/cgroup`, 'latin1')
    } catch {
      return ''
    }
  }

  private get root(): string {
    return this.options.root ?? '/proc'
  }
}
