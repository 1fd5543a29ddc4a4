/** `/proc/net/{tcp,tcp6,udp,udp6}` (proc(5)). Pure. */

import { parseAddress } from './address'

export interface NetRow {
  inode: string
  /** Who made it. */
  uid: number
  listening: boolean
  local: { address: string; port: number }
  /** Absent where nobody is at the other end. */
  remote?: { address: string; port: number }
}

const TCP_LISTEN = '0A'

/** Rows that belong to a process; those in TIME_WAIT belong to none and have inode 0. Unknown lines are skipped. */
export function parseNetTable(text: string, protocol: 'tcp' | 'udp'): NetRow[] {
  return netLines(text).flatMap((line) => parseNetLine(line, protocol) ?? [])
}

/** Its lines but the heading. */
export const netLines = (text: string): string[] => text.split('\n').slice(1)

/** Null for one that is no row, or that no process holds. */
export const parseNetLine = (line: string, protocol: 'tcp' | 'udp'): NetRow | null =>
  parseRow(line.trim().split(/\s+/), protocol)

function parseRow(fields: string[], protocol: 'tcp' | 'udp'): NetRow | null {
  const local = parseEnd(fields[1])
  const remote = parseEnd(fields[2])
  const inode = fields[9]
  const uid = Number(fields[7])
  if (!local || !remote || !inode || inode === '0') return null
  const alone = remote.port === 0
  // A UDP socket without a peer takes what comes: that is listening.
  const listening = protocol === 'tcp' ? fields[3] === TCP_LISTEN : alone
  return alone ? { inode, uid, listening, local } : { inode, uid, listening, local, remote }
}

function parseEnd(text: string | undefined): { address: string; port: number } | null {
  const [host, port] = text?.split(':') ?? []
  const address = parseAddress(host ?? '')
  if (address === null || !port || !/^[0-9A-F]{4}$/i.test(port)) return null
  return { address, port: Number.parseInt(port, 16) }
}
