/**
 * The sockets of sessions: descriptors name inodes, and the tables of a network name what those are. The tables are read
 * at each look; descriptors, which are many, only of processes that may hold a socket nobody was found to hold, and
 * besides a few in turn. So a look at a host where little changes costs little more than the tables.
 */

import { basename } from 'node:path'
import type { ReportedSocket } from '~/protocol/report'
import { linkOf, listProc, ownerOf, readProc } from '../../proc/read-proc'
import { isTelling, NetworkTables, type SocketRow } from './network-tables'

const MAX_DESCRIPTORS = 4_096
/** Looks between two at which the sockets that tell little, and processes that came without one, are followed too. */
const ALL_EVERY_LOOKS = 8
/** What one look may spend on descriptors, in links read: the first has everything to learn. */
const FIRST_LINKS = 100_000
const MAX_LINKS = 1_500
/** What a look spends on reading processes anew, whose program or sockets may be others than were learnt. */
const IN_TURN_LINKS = 100
/** A process costs so much besides its links. */
const PROCESS_LINKS = 10

interface Process {
  pid: number
  uid: number
  network: string
  program: string
  /** The socket behind each descriptor; empty where it is something else. */
  descriptors: Map<string, string>
  /** Those sockets, each once: one may have several descriptors. */
  inodes: readonly string[]
  /** By the count of looks. */
  readAt: number
}

export class SocketWatch {
  private readonly networks: NetworkTables
  private members: readonly (readonly number[])[] = []
  private processes = new Map<number, Process>()
  /** Sockets that were looked for in vain: those of services, most of them. */
  private nobodys = new Set<string>()
  private subject = ''
  private looks = 0
  private links = 0

  constructor(private readonly root = '/proc') {
    this.networks = new NetworkTables(root)
  }

  /**
   * The sockets of each session, in their order.
   * @param sessions the open sessions by their identities
   * @param membersOf their processes, as they are now; asked only where it matters
   */
  async look(
    sessions: readonly string[],
    membersOf: () => Promise<readonly (readonly number[])[]>,
  ): Promise<ReportedSocket[][]> {
    const subject = sessions.join('\n')
    const all = this.looks % ALL_EVERY_LOOKS === 0
    this.links = this.looks++ === 0 ? FIRST_LINKS : MAX_LINKS
    if (all || subject !== this.subject) this.take(await membersOf())
    this.subject = subject
    const rows = this.networks.read(this.pidsByNetwork())
    this.nobodys = new Set([...this.nobodys].filter((inode) => rows.has(inode)))
    const strangers = this.strangers(rows, all)
    if (strangers.length > 0) {
      // As they are after the tables were read: whoever made a socket that stands there has begun before.
      this.take(await membersOf())
      this.find(strangers, rows)
    }
    this.inTurn()
    return this.members.map((pids) => pids.flatMap((pid) => this.socketsOf(pid, rows)))
  }

  /** Learns of processes that are new, and forgets those that are not there any more. */
  private take(members: readonly (readonly number[])[]): void {
    this.members = members
    const before = this.processes
    this.processes = new Map()
    for (const pid of members.flat()) {
      const process = before.get(pid) ?? this.read(pid)
      if (process) this.processes.set(pid, process)
    }
  }

  private pidsByNetwork(): Map<string, number[]> {
    const pids = new Map<string, number[]>()
    for (const { pid, network } of this.processes.values()) {
      const known = pids.get(network)
      if (known) known.push(pid)
      else pids.set(network, [pid])
    }
    return pids
  }

  /** Sockets that a process of a session may hold, by who made them, and that no process was found to hold. */
  private strangers(rows: ReadonlyMap<string, SocketRow>, all: boolean): SocketRow[] {
    const held = new Set<string>()
    const users = new Set<number>()
    for (const { uid, inodes } of this.processes.values()) {
      users.add(uid)
      for (const inode of inodes) held.add(inode)
    }
    return [...rows.values()].filter(
      (row) =>
        users.has(row.uid) && !held.has(row.inode) && !this.nobodys.has(row.inode) && (all || isTelling(row)),
    )
  }

  /** Looks for them in the processes of their makers: who holds sockets makes most others. */
  private find(strangers: readonly SocketRow[], rows: ReadonlyMap<string, SocketRow>): void {
    const makers = new Set(strangers.map(({ uid }) => uid))
    // What root runs for a user may hold what the user made.
    const may = [...this.processes.values()].filter(({ uid }) => makers.has(uid) || uid === 0)
    const holds = ({ inodes }: Process) => (inodes.length > 0 ? 0 : 1)
    may.sort((one, other) => holds(one) - holds(other) || one.readAt - other.readAt)
    const lacking = new Set(strangers.map(({ inode }) => inode))
    // Most new sockets have a new descriptor. One may have that of a file which was closed: then all links are read.
    const isNewsOnly = (inode: string) => inode === '' || rows.has(inode)
    const isSocket = (inode: string) => inode !== '' && rows.has(inode)
    for (const stands of [isNewsOnly, isSocket]) {
      for (const process of may) {
        if (lacking.size === 0 || this.links <= 0) return
        this.readDescriptors(process, stands)
        for (const inode of process.inodes) lacking.delete(inode)
      }
    }
    for (const inode of lacking) this.nobodys.add(inode)
  }

  private inTurn(): void {
    const processes = [...this.processes.values()].sort((one, other) => one.readAt - other.readAt)
    const until = this.links - IN_TURN_LINKS
    for (const { pid } of processes) {
      if (this.links <= until || this.links <= 0) return
      const process = this.read(pid)
      if (process) this.processes.set(pid, process)
      else this.processes.delete(pid)
    }
  }

  private read(pid: number): Process | null {
    const path = `${this.root}/${pid}`
    const uid = ownerOf(path)
    if (uid === null) return null
    const network = linkOf(`${path}/ns/net`) || String(pid)
    const process: Process = {
      ...{ pid, uid, network, program: programOf(path), readAt: 0 },
      ...{ descriptors: new Map<string, string>(), inodes: [] },
    }
    this.readDescriptors(process, () => false)
    this.links -= PROCESS_LINKS
    return process
  }

  /** @param stands tells whether a descriptor of this socket, or of none, is taken to be still so and not read */
  private readDescriptors(process: Process, stands: (inode: string) => boolean): void {
    const directory = `${this.root}/${process.pid}/fd`
    const before = process.descriptors
    process.descriptors = new Map()
    for (const name of listProc(directory).slice(0, MAX_DESCRIPTORS)) {
      let inode = before.get(name)
      if (inode === undefined || !stands(inode)) {
        inode = /^socket:\[(\d+)\]$/.exec(linkOf(`${directory}/${name}`))?.[1] ?? ''
        this.links--
      }
      process.descriptors.set(name, inode)
    }
    process.inodes = [...new Set(process.descriptors.values())].filter((inode) => inode !== '')
    process.readAt = this.looks
    this.links -= PROCESS_LINKS
  }

  private socketsOf(pid: number, rows: ReadonlyMap<string, SocketRow>): ReportedSocket[] {
    const process = this.processes.get(pid)
    if (!process) return []
    const { program, inodes } = process
    return inodes.flatMap((inode) => {
      const row = rows.get(inode)
      if (!row) return []
      const { inode: _, uid: __, ...socket } = row
      return [{ program, pid, ...socket }]
    })
  }
}

/** The base name of the file that runs; the short name of the process where that cannot be read. */
function programOf(path: string): string {
  const file = linkOf(`${path}/exe`)
  if (file !== '') return basename(file.replace(/ \(deleted\)$/, '')).slice(0, 260)
  return readProc(`${path}/comm`)?.trim() || 'unknown'
}
