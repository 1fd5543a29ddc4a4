/** What a simulated host's sessions show on the network under the values in force. Pure. */

import { loopbackOf } from '~/domain/address'
import { coversProgram } from '~/domain/program'
import type { ReportedSocket } from '~/protocol/report'
import type { EffectiveValues, ObservedSession } from '../driver'
import { hostAddress, virtualIp } from './network'
import type { SimulatedProgram, SimulatedSocket } from './programs'
import type { SimulatedSession } from './world'

const REAL_LOOPBACK = '127.0.0.1'
const FIRST_EPHEMERAL_PORT = 49_152

export function observedSessions(
  sessions: readonly SimulatedSession[],
  values: EffectiveValues,
  hostIndex: number,
  leased: (session: SimulatedSession) => VirtualAddress | null = () => null,
): ObservedSession[] {
  // As on a real host: who comes second to an address and port does not get it.
  const taken = new Set<string>()
  return sessions.map((session) => {
    const virtual = virtualAddress(session, values, hostIndex, leased)
    return {
      id: session.id,
      logonAt: session.logonAt,
      user: session.user,
      protocol: session.protocol,
      clientName: session.clientName,
      clientIp: session.clientIp,
      sockets: session.programs.flatMap((program, place) =>
        program.sockets.flatMap((socket, nth) => {
          const pid = 4_000 + session.id * 16 + place
          const local = localAddress(
            session,
            program,
            socket,
            values,
            virtual?.address ?? hostAddress(hostIndex),
          )
          return socketOf(program, socket, { pid, local, port: ephemeral(session.id, place, nth) }, taken)
        }),
      ),
      addresses: virtual ? [{ kind: 'observed', ...virtual }] : [],
    }
  })
}

interface VirtualAddress {
  address: string
  network: string
}

function virtualAddress(
  session: SimulatedSession,
  values: EffectiveValues,
  hostIndex: number,
  leased: (session: SimulatedSession) => VirtualAddress | null,
): VirtualAddress | null {
  if (values.VirtualIpEnabled !== true) return null
  const perProgram = values.VirtualIpMode === 'per-program'
  const listed = session.programs.some((program) => covers(values.VirtualIpPrograms, program))
  if (perProgram && !listed) return null
  return values.VirtualIpSource === 'pool' ? leased(session) : virtualIp(hostIndex, session.slot)
}

function localAddress(
  session: SimulatedSession,
  program: SimulatedProgram,
  socket: SimulatedSocket,
  values: EffectiveValues,
  outside: string,
): string {
  if (socket.at === 'outside') return outside
  const covered = values.VirtualLoopbackSupport === true && covers(values.VirtualLoopbackPrograms, program)
  const address = covered ? loopbackOf(session.id) : null
  return address?.ok ? address.value : REAL_LOOPBACK
}

function socketOf(
  { path }: SimulatedProgram,
  { protocol, port, listens, remote }: SimulatedSocket,
  at: { pid: number; local: string; port: number },
  taken: Set<string>,
): ReportedSocket[] {
  const base = { program: path.slice(path.lastIndexOf('\\') + 1), pid: at.pid, protocol, listening: listens }
  if (!listens) {
    const far = { address: remote ?? at.local, port }
    return [{ ...base, local: { address: at.local, port: at.port }, remote: far }]
  }
  const key = `${protocol} ${at.local} ${port}`
  if (taken.has(key)) return [{ ...base, failed: true, local: { address: at.local, port } }]
  taken.add(key)
  return [{ ...base, local: { address: at.local, port } }]
}

function covers(list: unknown, program: SimulatedProgram): boolean {
  return Array.isArray(list) && coversProgram(list, program.path, 'windows')
}

/** Fixed for a session's socket, so that a look that finds nothing new reports nothing new. */
function ephemeral(id: number, place: number, nth: number): number {
  return FIRST_EPHEMERAL_PORT + ((id * 32 + place * 4 + nth) % 16_000)
}
