/** Which processes belong to which session: its leader, what descends from it, and what carries its marker. */

import { readdir, readFile } from 'node:fs/promises'
import { variablesOf } from '../../proc/environment'
import { type ProcessStat, parseStat } from '../../proc/stat'
import { LOGON_MARKER, SESSION_MARKER, type SessionRecord } from '../../sessions/record'

/** `pid startTime`: a process for ever. */
const identity = (stat: ProcessStat) => `${stat.pid} ${stat.startTime}`
const sessionOf = (record: SessionRecord) => `${record.id} ${record.logonAt}`

export class SessionProcesses {
  /** The session marker of each process seen, so that an environment is read once. Null: it carries none. */
  private markers = new Map<string, string | null>()
  /** Where each process was found to belong. It stays there when its parent ends. */
  private members = new Map<string, string>()

  constructor(private readonly root = '/proc') {}

  /** The processes of each record, in its order. */
  async of(records: readonly SessionRecord[]): Promise<number[][]> {
    if (records.length === 0) return []
    const stats = await this.all()
    const open = new Set(records.map(sessionOf))
    const owner = new Map<number, string>(records.map((record) => [record.pid, sessionOf(record)]))
    const members = new Map<string, string>()
    for (const stat of stats.values()) {
      const session = await this.find(stat, stats, owner)
      if (session !== null && open.has(session)) members.set(identity(stat), session)
    }
    this.members = members
    this.markers = new Map([...this.markers].filter(([key]) => stats.get(Number.parseInt(key, 10))))
    return records.map((record) => {
      const own = [...stats.values()].filter((stat) => members.get(identity(stat)) === sessionOf(record))
      return own.map((stat) => stat.pid)
    })
  }

  private async find(stat: ProcessStat, stats: Map<number, ProcessStat>, leaders: Map<number, string>) {
    const marked = await this.marker(stat)
    if (marked !== null) return marked
    let one: ProcessStat | undefined = stat
    for (let depth = 0; one && one.pid > 1 && depth < 128; depth++) {
      const session = leaders.get(one.pid) ?? this.members.get(identity(one))
      if (session !== undefined) return session
      one = stats.get(one.parent)
    }
    return null
  }

  private async marker(stat: ProcessStat): Promise<string | null> {
    const key = identity(stat)
    const known = this.markers.get(key)
    if (known !== undefined) return known
    // Unreadable for processes of other users where the agent is not root: they count by descent alone.
    const environ = await readFile(`${this.root}/${stat.pid}/environ`, 'latin1').catch(() => '')
    const variables = variablesOf(environ, [SESSION_MARKER, LOGON_MARKER])
    const [id, logonAt] = [variables[SESSION_MARKER], variables[LOGON_MARKER]]
    const marker = id !== undefined && logonAt !== undefined ? `${id} ${logonAt}` : null
    this.markers.set(key, marker)
    return marker
  }

  private async all(): Promise<Map<number, ProcessStat>> {
    const stats = new Map<number, ProcessStat>()
    for (const name of await readdir(this.root)) {
      if (!/^\d+$/.test(name)) continue
      const stat = parseStat(await readFile(`${this.root}/${name}/stat`, 'latin1').catch(() => ''))
      if (stat && stat.state !== 'Z') stats.set(stat.pid, stat)
    }
    return stats
  }
}
