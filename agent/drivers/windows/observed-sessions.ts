/** Sessions, sockets and events of a look at Windows, as the agent tells of sessions. Pure, but for remembered protocols. */

import { MAX_SESSION_ID } from '~/domain/address'
import type { SessionProtocol } from '~/domain/host-facts'
import { parseIp } from '~/domain/ip'
import type { ReportedSocket } from '~/protocol/report'
import type { ObservedSession } from '../driver'
import type { MachineFacts, SocketRow, WtsSession } from './ports'
import type { TsvipNote } from './tsvip-events'

const LISTEN = 6
/** Ids from here on are listeners' pseudo-sessions. */
const FIRST_LISTENER = 65_536

const isIpv4 = (text: string) => !text.includes(':') && parseIp(text) !== null
/** Without the zone that Windows writes after an address of one link only. */
const bare = (address: string) => address.replace(/%.*$/, '')

interface Look {
  sessions: readonly WtsSession[]
  sockets: readonly SocketRow[]
  notes: readonly TsvipNote[]
  machine: MachineFacts
}

export class SessionReader {
  /** A disconnected session has no station: what it was stays known. */
  private readonly protocols = new Map<string, SessionProtocol>()

  read({ sessions, sockets, notes, machine }: Look): ObservedSession[] {
    const bySession = groupSockets(sockets)
    const seen = new Set<string>()
    const observed = sessions.flatMap((session) => {
      if (!isPerson(session)) return []
      const key = `${session.id}@${session.logonAt}`
      seen.add(key)
      const protocol = this.protocolOf(session, key)
      const { id, logonAt, user, domain, clientName, clientIp, virtualIp } = session
      return {
        id,
        logonAt,
        user: (domain ? `${domain}\\${user}` : user).slice(0, 256),
        protocol,
        ...(clientName && { clientName: clientName.slice(0, 256) }),
        ...(isIpv4(clientIp) && { clientIp }),
        sockets: bySession.get(id) ?? [],
        addresses: isIpv4(virtualIp)
          ? [{ kind: 'observed' as const, address: virtualIp, network: networkOf(virtualIp, machine) }]
          : [],
        notes: notes.filter((note) => note.session === id && note.at >= logonAt).map((note) => note.note),
      }
    })
    for (const key of this.protocols.keys()) if (!seen.has(key)) this.protocols.delete(key)
    return observed
  }

  private protocolOf({ station, protocolType }: WtsSession, key: string): SessionProtocol {
    const named = byStation(station)
    const protocol = named ?? this.protocols.get(key) ?? byType(protocolType)
    this.protocols.set(key, protocol)
    return protocol
  }
}

function isPerson({ id, state, user, logonAt }: WtsSession): boolean {
  return state !== LISTEN && id < FIRST_LISTENER && id <= MAX_SESSION_ID && user !== '' && logonAt > 0
}

function byStation(station: string): SessionProtocol | undefined {
  if (/^ica-/i.test(station)) return 'ica'
  if (/^rdp-/i.test(station)) return 'rdp'
  if (/^console$/i.test(station)) return 'console'
  return /^services$/i.test(station) ? 'services' : undefined
}

const byType = (type: number): SessionProtocol => (type === 1 ? 'ica' : type === 2 ? 'rdp' : 'console')

function groupSockets(rows: readonly SocketRow[]): Map<number, ReportedSocket[]> {
  const groups = new Map<number, ReportedSocket[]>()
  for (const { session, program, pid, protocol, listening, local, remote } of rows) {
    // Of session 0 nothing is evidence; a process that ended meanwhile has no name.
    if (session === 0 || program === '' || parseIp(bare(local.address)) === null) continue
    const group = groups.get(session) ?? []
    const end = ({ address, port }: SocketRow['local']) => ({ address: bare(address), port })
    const far = remote && parseIp(bare(remote.address)) !== null ? { remote: end(remote) } : {}
    group.push({ program: program.slice(0, 260), pid, protocol, listening, local: end(local), ...far })
    groups.set(session, group)
  }
  return groups
}

/** The network of the adapter that the address belongs to; the address alone where none does. */
function networkOf(address: string, { adapters }: MachineFacts): string {
  for (const { addresses } of adapters) {
    for (const own of addresses) {
      const network = networkAddress(own.address, own.prefix)
      if (network === networkAddress(address, own.prefix)) return `${network}/${own.prefix}`
    }
  }
  return `${address}/32`
}

function networkAddress(address: string, prefix: number): string {
  const bits = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
  const span = 2 ** (32 - prefix)
  const start = Math.floor(bits / span) * span
  return [24, 16, 8, 0].map((shift) => Math.floor(start / 2 ** shift) % 256).join('.')
}
