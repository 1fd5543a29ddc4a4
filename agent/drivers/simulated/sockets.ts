/** What a simulated host's sessions show on the network under the values in force. Pure. */

import { loopbackOf } from '~/domain/address'
import { coversProgram } from '~/domain/program'
import type { ReportedSocket, ReportedVirtualIp } from '~/protocol/report'
import type { Shortage } from '../../leases/shortage'
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
  leases: Leases = NO_LEASES,
  bindsFail = false,
): ObservedSession[] {
  // As on a real host: who comes second to an address and port does not get it.
  const taken = new Set<string>()
  const newest = sessions.at(-1)
  return sessions.map((session) => {
    const wanted = wantsVirtualIp(session, values)
    const virtual = wanted ? virtualAddress(session, values, hostIndex, leases) : null
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
          // The fault: what is listed finds its port taken in the session that came last.
          const refused = bindsFail && session === newest && covers(values.VirtualLoopbackPrograms, program)
          if (refused && socket.listens) taken.add(keyOf(socket, local))
          return socketOf(program, socket, { pid, local, port: ephemeral(session.id, place, nth) }, taken)
        }),
      ),
      addresses: virtual ? [{ kind: 'observed', ...virtual }] : [],
      ...(wanted &&
        values.VirtualIpSource === 'pool' && { virtualIp: poolState(session, virtual, values, leases) }),
    }
  })
}

interface VirtualAddress {
  address: string
  network: string
}

/** Where addresses of pools come from, and why there is none. */
export interface Leases {
  of(session: SimulatedSession): VirtualAddress | null
  why(session: SimulatedSession): Shortage
}
const NO_LEASES: Leases = {
  of: () => null,
  why: () => ({ code: 'cannot-ask', message: 'there is no farm to ask' }),
}

function wantsVirtualIp(session: SimulatedSession, values: EffectiveValues): boolean {
  if (values.VirtualIpEnabled !== true) return false
  const listed = session.programs.some((program) => covers(values.VirtualIpPrograms, program))
  return values.VirtualIpMode !== 'per-program' || listed
}

const virtualAddress = (
  session: SimulatedSession,
  values: EffectiveValues,
  hostIndex: number,
  leases: Leases,
): VirtualAddress | null =>
  values.VirtualIpSource === 'pool' ? leases.of(session) : virtualIp(hostIndex, session.slot)

function poolState(
  session: SimulatedSession,
  virtual: VirtualAddress | null,
  { VirtualIpFallback: fallback }: EffectiveValues,
  leases: Leases,
): ReportedVirtualIp {
  if (virtual) return { source: 'pool', address: virtual.address }
  const { code, message } = leases.why(session)
  const instead = fallback === 'none' ? 'none' : 'server-address'
  return { source: 'pool', address: null, reason: code, message: message.slice(0, 500), fallback: instead }
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
  const key = keyOf({ protocol, port }, at.local)
  if (taken.has(key)) return [{ ...base, failed: true, local: { address: at.local, port } }]
  taken.add(key)
  return [{ ...base, local: { address: at.local, port } }]
}

const keyOf = ({ protocol, port }: Pick<SimulatedSocket, 'protocol' | 'port'>, local: string) =>
  `${protocol} ${local} ${port}`

function covers(list: unknown, program: SimulatedProgram): boolean {
  return Array.isArray(list) && coversProgram(list, program.path, 'windows')
}

/** Fixed for a session's socket, so that a look that finds nothing new reports nothing new. */
function ephemeral(id: number, place: number, nth: number): number {
  return FIRST_EPHEMERAL_PORT + ((id * 32 + place * 4 + nth) % 16_000)
}
