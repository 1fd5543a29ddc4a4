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
  private looks = 0

  constructor(private readonly root = '/proc') {}

  /** The processes of each record, in its order. */
  of(records: readonly SessionRecord[]): number[][] {
    if (records.length === 0) return []
    this.readStats()
    const open = new Set(records.map(sessionOf))
    const leaders = new Map<number, string>(records.map((record) => [record.pid, sessionOf(record)]))
    const members = new Map<string, string>()
    const markers = new Map<string, string | null>()
    const own = new Map<string, number[]>([...open].map((session) => [session, []]))
    for (const stat of this.stats.values()) {
      const key = identity(stat)
      markers.set(key, this.marker(stat))
      const session = markers.get(key) ?? this.byDescent(stat, leaders)
      if (session === null || !open.has(session)) continue
      members.set(key, session)
      own.get(session)?.push(stat.pid)
    }
    this.members = members
    this.markers = markers
    return records.map((record) => own.get(sessionOf(record)) ?? [])
  }

  private byDescent(stat: ProcessStat, leaders: Map<number, string>): string | null {
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
  private readStats(): void {
    const before = this.looks++ % READ_AGAIN_LOOKS === 0 ? new Map<number, ProcessStat>() : this.stats
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
