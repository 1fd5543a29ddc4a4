/**
 * Sessions of xrdp on machines without logind: each is a child of the session manager, `xrdp-sesman` (0.9) or
 * `xrdp-sesexec` (0.10), with the X server and the desktop below it.
 */

import { readdir, readFile } from 'node:fs/promises'
import { type ProcessStat, parseStat } from '../../../proc/stat'
import type { Logon, LogonSource } from './logon'

export class Sesman implements LogonSource {
  constructor(
    private readonly root = '/proc',
    private readonly passwd = '/etc/passwd',
  ) {}

  async sessions(): Promise<Logon[]> {
    const stats = await this.all()
    const children = (pid: number) => stats.filter(({ parent }) => parent === pid)
    const managers = stats.filter(({ name }) => name === 'xrdp-sesman' || name === 'xrdp-sesexec')
    const found: Logon[] = []
    for (const manager of managers) {
      const below = children(manager.pid)
      // The manager itself has only managers below it; a session has its X server.
      const server = below.find(({ name }) => /^X(org|vnc|tigervnc)?$/.test(name))
      if (!server) continue
      const user = await this.userOf(below.find(({ pid }) => pid !== server.pid)?.pid ?? server.pid)
      const begunAtMicros = Number(manager.startTime) * MICROS_PER_TICK
      const told = {
        name: String(manager.pid),
        leader: manager.pid,
        begunAtMicros,
        protocol: 'xrdp' as const,
      }
      if (user !== null) found.push({ manager: 'xrdp', user, ...told })
    }
    return found
  }

  watch(): null {
    return null
  }

  private async all(): Promise<(ProcessStat & { name: string })[]> {
    const found: (ProcessStat & { name: string })[] = []
    for (const entry of await readdir(this.root).catch(() => [])) {
      if (!/^\d+$/.test(entry)) continue
      const text = await readFile(`${this.root}/${entry}/stat`, 'latin1').catch(() => '')
      const stat = parseStat(text)
      if (stat && stat.state !== 'Z')
        found.push({ ...stat, name: text.slice(text.indexOf('(') + 1, text.lastIndexOf(')')) })
    }
    return found
  }

  private async userOf(pid: number): Promise<string | null> {
    const status = await readFile(`${this.root}/${pid}/status`, 'latin1').catch(() => '')
    const uid = /^Uid:\s*(\d+)/m.exec(status)?.[1]
    if (uid === undefined) return null
    const lines = (await readFile(this.passwd, 'utf8').catch(() => '')).split('\n')
    return lines.find((line) => line.split(':')[2] === uid)?.split(':')[0] ?? `uid ${uid}`
  }
}

/** `USER_HZ` is 100 on every architecture that Linux runs Node on. */
const MICROS_PER_TICK = 10_000
