/**
 * Sessions of xrdp on machines without logind: each is a child of the session manager, `xrdp-sesman` (0.9) or
 * `xrdp-sesexec` (0.10), with the X server and the desktop below it.
 */

import { readFile } from 'node:fs/promises'
import { linkOf, listProc, readProc } from '../../../proc/read-proc'
import { type ProcessStat, parseStat } from '../../../proc/stat'
import type { Logon, LogonSource } from './logon'

/**
 * Looks after which every process is read again: one may have become another under the same id. Seldom, since all of them
 * are most of what looking costs.
 */
const READ_AGAIN_LOOKS = 40

type NamedStat = ProcessStat & { name: string }

export class Sesman implements LogonSource {
  /** Processes that have nothing to do with a manager, as they were read. */
  private strangers = new Map<number, NamedStat>()
  /** At the look before. A process that has only begun may not run yet what it is there for. */
  private listed = new Set<number>()
  private last: { entries: string; isSettled: boolean; logons: Logon[] } | null = null
  private looks = 0

  /** @param namespace of the process ids whose sessions are meant: this agent's own */
  constructor(
    private readonly root = '/proc',
    private readonly passwd = '/etc/passwd',
    private readonly namespace = linkOf(`${root}/self/ns/pid`),
  ) {}

  /** As at the look before where no process came or went for two of them. */
  async sessions(): Promise<Logon[]> {
    const isAnew = this.looks++ % READ_AGAIN_LOOKS === 0
    const listing = listProc(this.root)
    const entries = listing.join()
    const isSame = this.last?.entries === entries
    if (!isAnew && isSame && this.last?.isSettled) return this.last.logons
    if (isAnew) this.strangers.clear()
    const logons = await this.logonsOf(this.read(listing))
    this.last = { entries, isSettled: isSame, logons }
    return logons
  }

  private async logonsOf(stats: readonly NamedStat[]): Promise<Logon[]> {
    const children = (pid: number) => stats.filter(({ parent }) => parent === pid)
    const managers = stats.filter(
      ({ name, pid }) => (name === 'xrdp-sesman' || name === 'xrdp-sesexec') && this.isHere(pid),
    )
    const theirs = new Set(managers.map(({ pid }) => pid))
    const isTheirs = ({ pid, parent }: NamedStat) => theirs.has(pid) || theirs.has(parent)
    const strangers = stats.filter((stat) => !isTheirs(stat) && this.listed.has(stat.pid))
    this.strangers = new Map(strangers.map((stat) => [stat.pid, stat]))
    this.listed = new Set(stats.map(({ pid }) => pid))
    const found: Logon[] = []
    for (const manager of managers) {
      const below = children(manager.pid)
      // The manager itself has only managers below it; a session has its X server.
      const server = below.find(({ name }) => /^X(org|vnc|tigervnc)?$/.test(name))
      if (!server) continue
      // The server runs as the person from its first moment; what else the manager starts is root's for a while.
      const user = await this.userOf(server.pid)
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

  /** The managers of containers show as well: what runs there is the container's own, and its people are not this host's. */
  private isHere(manager: number): boolean {
    const namespace = linkOf(`${this.root}/${manager}/ns/pid`)
    // Not everybody may read it.
    return namespace === '' || namespace === this.namespace
  }

  watch(): null {
    return null
  }

  /** Every process that runs. Most are strangers, and are read again only now and then. */
  private read(listing: readonly string[]): NamedStat[] {
    return listing.flatMap((entry) => {
      const pid = Number(entry)
      if (!Number.isInteger(pid)) return []
      return this.strangers.get(pid) ?? this.readOne(entry) ?? []
    })
  }

  private readOne(entry: string): NamedStat | null {
    const text = readProc(`${this.root}/${entry}/stat`) ?? ''
    const stat = parseStat(text)
    if (!stat || stat.state === 'Z') return null
    return { ...stat, name: text.slice(text.indexOf('(') + 1, text.lastIndexOf(')')) }
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
