/** Which processes belong to which session: its leader, what descends from it, and what carries its marker. */

import { variablesOf } from '../../proc/environment'
import { listProc, readProc } from '../../proc/read-proc'
import { type ProcessStat, parseStat } from '../../proc/stat'
import { LOGON_MARKER, SESSION_MARKER, type SessionRecord } from '../../sessions/record'

/** Looks after which every process is read again: one id may have become another process, or a child its parent's heir. */
const READ_AGAIN_LOOKS = 8

/** `pid startTime`: a process for ever. */
const identity = (stat: ProcessStat) => `${stat.pid} ${stat.startTime}`
const sessionOf = (record: SessionRecord) => `${record.id} ${record.logonAt}`

export class SessionProcesses {
  /** The session marker of each process seen, so that an environment is read once. Null: it carries none. */
  private markers = new Map<string, string | null>()
  /** Where each process was found to belong. It stays there when its parent ends. */
  private members = new Map<string, string>()
  private stats = new Map<number, ProcessStat>()
  /** The same by process id, for looks at which most are as they were; null for those of no session. */
  private owners = new Map<number, string | null>()
  private subject = ''
  private looks = 0

  constructor(private readonly root = '/proc') {}

  /** The processes of each record, in its order. */
  of(records: readonly SessionRecord[]): number[][] {
    if (records.length === 0) return []
    const sessions = records.map(sessionOf)
    const subject = sessions.join('\n')
    const isAnew = this.looks++ % READ_AGAIN_LOOKS === 0
    const stands = subject === this.subject && !isAnew
    this.subject = subject
    this.readStats(isAnew)
    const open = new Set(sessions)
    const leaders = new Map<number, string>(records.map((record) => [record.pid, sessionOf(record)]))
    const own = new Map<string, number[]>(sessions.map((session) => [session, []]))
    const before = this.owners
    this.owners = new Map()
    for (const stat of this.stats.values()) {
      const known = stands ? before.get(stat.pid) : undefined
      const session = known === undefined ? this.find(stat, leaders, open) : known
      this.owners.set(stat.pid, session)
      if (session !== null) own.get(session)?.push(stat.pid)
    }
    if ([...before.keys()].some((pid) => !this.owners.has(pid))) this.forgetEnded()
    return sessions.map((session) => own.get(session) ?? [])
  }

  private find(
    stat: ProcessStat,
    leaders: ReadonlyMap<number, string>,
    open: ReadonlySet<string>,
  ): string | null {
    const key = identity(stat)
    const marker = this.marker(stat)
    this.markers.set(key, marker)
    const session = marker ?? this.byDescent(stat, leaders)
    if (session === null || !open.has(session)) {
      this.members.delete(key)
      return null
    }
    this.members.set(key, session)
    return session
  }

  private forgetEnded(): void {
    const running = new Set(Array.from(this.stats.values(), identity))
    for (const map of [this.members, this.markers]) {
      for (const key of map.keys()) if (!running.has(key)) map.delete(key)
    }
  }

  private byDescent(stat: ProcessStat, leaders: ReadonlyMap<number, string>): string | null {
    let one: ProcessStat | undefined = stat
    for (let depth = 0; one && one.pid > 1 && depth < 128; depth++) {
      const session = leaders.get(one.pid) ?? this.members.get(identity(one))
      if (session !== undefined) return session
      one = this.stats.get(one.parent)
    }
    return null
  }

  private marker(stat: ProcessStat): string | null {
    const known = this.markers.get(identity(stat))
    if (known !== undefined) return known
    // Unreadable for processes of other users where the agent is not root: they count by descent alone.
    const environ = readProc(`${this.root}/${stat.pid}/environ`) ?? ''
    const variables = variablesOf(environ, [SESSION_MARKER, LOGON_MARKER])
    const [id, logonAt] = [variables[SESSION_MARKER], variables[LOGON_MARKER]]
    return id !== undefined && logonAt !== undefined ? `${id} ${logonAt}` : null
  }

  /** Every process that runs. Most ran at the look before: those are read again only now and then. */
  private readStats(isAnew: boolean): void {
    const before = isAnew ? new Map<number, ProcessStat>() : this.stats
    const stats = new Map<number, ProcessStat>()
    for (const name of listProc(this.root)) {
      const pid = Number(name)
      if (!Number.isInteger(pid)) continue
      const stat = before.get(pid) ?? parseStat(readProc(`${this.root}/${name}/stat`) ?? '')
      if (stat && stat.state !== 'Z') stats.set(stat.pid, stat)
    }
    this.stats = stats
  }
}
