/** The sockets of processes: their descriptors name inodes, and the tables of their network name what those are. */

import { readdir, readFile, readlink } from 'node:fs/promises'
import { basename } from 'node:path'
import type { ReportedSocket } from '~/protocol/report'
import { type NetRow, parseNetTable } from '../../proc/net-table'

const MAX_DESCRIPTORS = 4_096
const TABLES = [
  ['tcp', 'tcp'],
  ['tcp6', 'tcp'],
  ['udp', 'udp'],
  ['udp6', 'udp'],
] as const

type SocketRow = NetRow & { protocol: 'tcp' | 'udp' }

/** One look at the machine: each network's tables are read once in it. */
export class SocketLook {
  private readonly tables = new Map<string, Promise<Map<string, SocketRow>>>()

  constructor(private readonly root = '/proc') {}

  /** The sockets of one process; none for one that has ended or that this agent may not look into. */
  async of(pid: number): Promise<ReportedSocket[]> {
    const inodes = await this.inodes(pid)
    if (inodes.size === 0) return []
    const table = await this.table(pid)
    const rows = [...inodes].flatMap((inode) => table.get(inode) ?? [])
    if (rows.length === 0) return []
    const program = await this.program(pid)
    return rows.map(({ inode: _, ...row }) => ({ program, pid, ...row }))
  }

  private async inodes(pid: number): Promise<Set<string>> {
    const directory = `${this.root}/${pid}/fd`
    const names = await readdir(directory).catch(() => [])
    const inodes = new Set<string>()
    for (const name of names.slice(0, MAX_DESCRIPTORS)) {
      const inode = /^socket:\[(\d+)\]$/.exec(await readlink(`${directory}/${name}`).catch(() => ''))?.[1]
      if (inode) inodes.add(inode)
    }
    return inodes
  }

  /** The tables of the process's own network namespace. */
  private async table(pid: number): Promise<Map<string, SocketRow>> {
    const network = await readlink(`${this.root}/${pid}/ns/net`).catch(() => String(pid))
    const known = this.tables.get(network) ?? this.readTables(pid)
    this.tables.set(network, known)
    return known
  }

  private async readTables(pid: number): Promise<Map<string, SocketRow>> {
    const rows = new Map<string, SocketRow>()
    for (const [file, protocol] of TABLES) {
      const text = await readFile(`${this.root}/${pid}/net/${file}`, 'latin1').catch(() => '')
      for (const row of parseNetTable(text, protocol)) rows.set(row.inode, { ...row, protocol })
    }
    return rows
  }

  /** The base name of the file that runs; the short name of the process where that cannot be read. */
  private async program(pid: number): Promise<string> {
    const path = await readlink(`${this.root}/${pid}/exe`).catch(() => '')
    if (path !== '') return basename(path.replace(/ \(deleted\)$/, '')).slice(0, 260)
    const short = await readFile(`${this.root}/${pid}/comm`, 'utf8').catch(() => '')
    return short.trim() || 'unknown'
  }
}
