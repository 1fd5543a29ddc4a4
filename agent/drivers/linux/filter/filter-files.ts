/**
 * What the filter must remember between processes: the farm's values and each session's own. The launcher and the
 * agent share these files; whatever is read is checked, since root writes it into the kernel.
 */

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { MAX_LINUX_SESSION_ID } from '~/domain/address'
import { parseIp } from '~/domain/ip'
import type { PolicySettings } from '~/domain/policy-model'
import { checkSettingValue } from '~/domain/setting-value'
import { writeFileAtomic } from '../../../storage/disk'
import type { SessionGroup } from '../logons/session-group'
import { sessionHosts } from './session-hosts'

export interface FilteredSession {
  v: 1
  /** 1 to 16,777,213. */
  id: number
  /** With the id, the session's identity. */
  logonAt: string
  /** Its own values, of a policies file; null where it follows the farm's. */
  own: PolicySettings | null
  /** Its virtual IP; null for none. */
  vip: string | null
  /** The adapter we put the virtual IP on; null where it was there before us. */
  vipDevice: string | null
  /** Set for a session that somebody else began: the system's own groups, which are not ours to make or remove. */
  group?: SessionGroup
}

const FARM_FILE = 'farm.json'

export class FilterFiles {
  private readonly directory: string
  /** As last read: to check a long list takes longer than to see that it is the same. */
  private lastFarm: { text: string; values: PolicySettings } | null = null

  constructor(stateDirectory: string) {
    this.directory = join(stateDirectory, 'filter')
  }

  async prepare(): Promise<string> {
    // Nearly always it is there, and to see that takes less than a turn of the event loop.
    if (!existsSync(this.directory)) await mkdir(this.directory, { recursive: true, mode: 0o700 })
    return join(this.directory, 'lock')
  }

  /** The farm's values; values that are not sound are left out. The same object until they change. */
  async farm(): Promise<PolicySettings> {
    const text = this.text(FARM_FILE) ?? ''
    if (this.lastFarm?.text !== text) this.lastFarm = { text, values: checkedSettings(parsed(text)) ?? {} }
    return this.lastFarm.values
  }

  /** Whether an agent has put the farm's values here. */
  async hasFarm(): Promise<boolean> {
    return this.json(FARM_FILE) !== null
  }

  async saveFarm(settings: PolicySettings): Promise<void> {
    await writeFileAtomic(this.directory, FARM_FILE, JSON.stringify(settings))
  }

  /** Sessions that begin from now on are filtered only where they have values of their own. */
  async removeFarm(): Promise<void> {
    await rm(join(this.directory, FARM_FILE), { force: true })
  }

  async anotherFollowsFarm(besides: number): Promise<boolean> {
    const files = this.names().filter((name) => name !== `${besides}.json`)
    return files.some((name) => checkedSession(this.json(name), name)?.own === null)
  }

  async sessions(): Promise<FilteredSession[]> {
    const files = this.names()
    // At once: a thousand small files are read sooner than a thousand promises are kept.
    const read = files.map((name) => checkedSession(this.json(name), name))
    return read.filter((session) => session !== null)
  }

  async save(session: FilteredSession): Promise<void> {
    await writeFileAtomic(this.directory, `${session.id}.json`, JSON.stringify(session))
  }

  async remove(id: number): Promise<void> {
    await rm(join(this.directory, `${id}.json`), { force: true })
  }

  /** The hosts file that lies over the machine's in a session. */
  hostsOf(id: number): string {
    return join(this.directory, `${id}.hosts`)
  }

  /** Readable for everybody in the session, like the one it lies over. @param vip null: the names of the machine's own */
  async saveHosts(id: number, vip: string | null): Promise<string> {
    const path = this.hostsOf(id)
    const own = readFileSync('/etc/hosts', 'utf8')
    const full = hostname()
    const names = [...new Set([full, full.split('.')[0] ?? full])]
    // Written in place: the session has this very file mounted.
    await writeFile(path, vip === null ? own : sessionHosts(own, vip, names), { mode: 0o644 })
    return path
  }

  async renewHosts(id: number, vip: string | null): Promise<void> {
    if (existsSync(this.hostsOf(id))) await this.saveHosts(id, vip)
  }

  async removeHosts(id: number): Promise<void> {
    await rm(this.hostsOf(id), { force: true })
  }

  private names(): string[] {
    if (!existsSync(this.directory)) return []
    return readdirSync(this.directory).filter((name) => /^[1-9]\d{0,7}\.json$/.test(name))
  }

  private json(name: string): unknown {
    return parsed(this.text(name) ?? '')
  }

  private text(name: string): string | null {
    try {
      return readFileSync(join(this.directory, name), 'utf8')
    } catch {
      return null
    }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** The sound values among them; null for what is no set of values at all. */
function checkedSettings(value: unknown): PolicySettings | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const sound = Object.entries(value).filter(([id, one]) => checkSettingValue(id, one, id).ok)
  return Object.fromEntries(sound) as PolicySettings
}

export function checkedSession(value: unknown, name: string): FilteredSession | null {
  if (typeof value !== 'object' || value === null) return null
  const { v, id, logonAt, own, vip, vipDevice, group } = value as Record<keyof FilteredSession, unknown>
  const settings = own === null ? null : checkedSettings(own)
  if (v !== 1 || typeof id !== 'number' || `${id}.json` !== name || id > MAX_LINUX_SESSION_ID) return null
  if (typeof logonAt !== 'string' || (own !== null && settings === null)) return null
  if (vip !== null && (typeof vip !== 'string' || parseIp(vip)?.family !== 4)) return null
  if (vipDevice !== null && (typeof vipDevice !== 'string' || !/^[\w.:@-]{1,15}$/.test(vipDevice)))
    return null
  if (group !== undefined && !isGroup(group)) return null
  return { v, id, logonAt, own: settings, vip, vipDevice, ...(group && { group }) }
}

function isGroup(value: unknown): value is SessionGroup {
  if (typeof value !== 'object' || value === null) return false
  const { attach, scope } = value as Record<keyof SessionGroup, unknown>
  return [attach, scope].every(
    (path) => typeof path === 'string' && path.startsWith('/') && !path.split('/').includes('..'),
  )
}
