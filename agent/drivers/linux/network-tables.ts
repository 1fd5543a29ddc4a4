/** The tables of the networks that processes are in, each read by way of a process that is in it. */

import { type NetRow, netLines, parseNetLine } from '../../proc/net-table'
import { readProc } from '../../proc/read-proc'

export type SocketRow = NetRow & { protocol: 'tcp' | 'udp' }

const TABLES = [
  ['tcp', 'tcp'],
  ['tcp6', 'tcp'],
  ['udp', 'udp'],
  ['udp6', 'udp'],
] as const

interface Table {
  text: string
  /** By what follows the number of the line, which shifts: most lines read as at the look before. */
  lines: ReadonlyMap<string, SocketRow | null>
}

export class NetworkTables {
  /** By network and file. What reads as before is not taken apart again. */
  private tables = new Map<string, Table>()

  constructor(private readonly root = '/proc') {}

  /** The sockets of all of them by inode, which is the machine's. */
  read(pidsByNetwork: ReadonlyMap<string, readonly number[]>): Map<string, SocketRow> {
    const rows = new Map<string, SocketRow>()
    const tables = new Map<string, Table>()
    for (const [network, pids] of pidsByNetwork) {
      for (const [file, protocol] of TABLES) {
        const key = `${network} ${file}`
        const table = tableOf(this.text(pids, file), protocol, this.tables.get(key))
        tables.set(key, table)
        for (const row of table.lines.values()) if (row) rows.set(row.inode, row)
      }
    }
    this.tables = tables
    return rows
  }

  /** By the first of the processes that still runs. */
  private text(pids: readonly number[], file: string): string {
    for (const pid of pids) {
      const text = readProc(`${this.root}/${pid}/net/${file}`)
      if (text) return text
    }
    return ''
  }
}

function tableOf(text: string, protocol: 'tcp' | 'udp', before: Table | undefined): Table {
  if (before?.text === text) return before
  const lines = new Map<string, SocketRow | null>()
  for (const line of netLines(text)) {
    const key = line.slice(line.indexOf(':'))
    const row = before?.lines.get(key)
    lines.set(key, row === undefined ? rowOf(line, protocol) : row)
  }
  return { text, lines }
}

function rowOf(line: string, protocol: 'tcp' | 'udp'): SocketRow | null {
  const row = parseNetLine(line, protocol)
  return row && { ...row, protocol }
}

/** What verdicts rest on: who listens, and who speaks over the loopback. Connections to elsewhere come and go by the hundred. */
export function isTelling({ listening, remote }: SocketRow): boolean {
  return listening || remote?.address.startsWith('127.') === true || remote?.address === '::1'
}
