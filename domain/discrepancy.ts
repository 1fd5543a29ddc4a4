/** What a session's sockets show unlike what was predicted, with the reason. Rulebook 7. */

import type { HostConfig } from './host-config'
import type { OsFamily } from './host-facts'
import type { Prediction } from './prediction'
import { baseName, coversProgram, programKey } from './program'

export const DISCREPANCY_REASONS = [
  'not-listed',
  'switch-off',
  'prefer-loopback',
  'session-0',
  'path-against-name',
  'restart-pending',
  'not-enforced',
  'no-lease',
  'not-virtualised',
  'foreign-address',
] as const
export type DiscrepancyReason = (typeof DISCREPANCY_REASONS)[number]

export interface Discrepancy {
  reason: DiscrepancyReason
  program?: string
  predicted?: string
  observed?: string
}

/** One socket of the session; `program` is a name or a path. */
export interface SocketFacts {
  program: string
  listening: boolean
  /** It could not be bound: it shows no address. */
  failed?: boolean
  local: { address: string; port: number }
  remote?: { address: string; port: number }
}

export interface DiscrepancyInput {
  prediction: Pick<Prediction, 'loopback' | 'reason' | 'by'>
  sockets: readonly SocketFacts[]
  config: HostConfig | null
  family: OsFamily
  /** The host has been told something newer that is not in force yet. */
  hostPending: boolean
}

/** What the host's own component logged of a session: the newest counts. */
export function loggedDiscrepancy(
  notes: readonly { code: 'not-virtualised' | 'no-lease'; program?: string; at: string }[],
): Discrepancy | null {
  const newest = [...notes].sort((one, other) => (one.at < other.at ? 1 : -1))[0]
  if (!newest) return null
  return { reason: newest.code, ...(newest.program !== undefined && { program: newest.program }) }
}

const REAL_LOOPBACK = '127.0.0.1'
const isLoopback = (address: string) => address.startsWith('127.')

/**
 * The discrepancy that says most about a session, or null. Listed programs come before unlisted ones, so that the answer
 * is the same whatever the order of the sockets, except among equals.
 */
export function loopbackDiscrepancy(all: DiscrepancyInput): Discrepancy | null {
  const { loopback } = all.prediction
  const input = { ...all, sockets: all.sockets.filter(({ failed }) => !failed) }
  return loopback === null ? unpredicted(input) : againstPrediction(input, loopback)
}

// Without a predicted address only one that somebody changed is odd: 127.0.0.1 is what every program sees by itself.
function unpredicted({ prediction, sockets, hostPending }: DiscrepancyInput): Discrepancy | null {
  for (const socket of sockets) {
    const observed = [socket.local.address, socket.remote?.address ?? ''].find(
      (address) => isLoopback(address) && address !== REAL_LOOPBACK,
    )
    if (observed === undefined) continue
    return {
      reason: hostPending ? 'restart-pending' : unpredictedReason(prediction.reason),
      program: socket.program,
      observed,
    }
  }
  return null
}

function unpredictedReason(reason: Prediction['reason']): DiscrepancyReason {
  switch (reason) {
    case 'switch-off':
      return 'switch-off'
    case 'list-empty':
      return 'not-listed'
    case 'session-0':
      return 'session-0'
    default:
      return 'foreign-address'
  }
}

function againstPrediction(input: DiscrepancyInput, predicted: string): Discrepancy | null {
  const list = input.config?.settings.VirtualLoopbackPrograms ?? []
  const listed = input.sockets.filter((socket) => coversProgram(list, socket.program, input.family))
  const unlisted = input.sockets.filter((socket) => !listed.includes(socket))
  return (
    firstOf(listed, (socket) => listedDiscrepancy(socket, predicted, input)) ??
    firstOf(unlisted, (socket) => unlistedDiscrepancy(socket, predicted))
  )
}

function firstOf(
  sockets: readonly SocketFacts[],
  judge: (socket: SocketFacts) => Discrepancy | null,
): Discrepancy | null {
  for (const socket of sockets) {
    const found = judge(socket)
    if (found) return found
  }
  return null
}

function listedDiscrepancy(
  socket: SocketFacts,
  predicted: string,
  input: DiscrepancyInput,
): Discrepancy | null {
  const observed = observedLoopback(socket, predicted)
  const of = (reason: DiscrepancyReason, address: string): Discrepancy => ({
    reason,
    program: socket.program,
    predicted,
    observed: address,
  })
  if (observed === null)
    return shunsPreferredLoopback(socket, input) ? of('prefer-loopback', socket.local.address) : null
  if (observed === predicted) return null
  if (observed !== REAL_LOOPBACK) return of('foreign-address', observed)
  // A masked program is shown 127.0.0.1 on purpose.
  if (coversProgram(input.config?.settings.LoopbackMasking ?? [], socket.program, input.family)) return null
  // Waiting helps nothing where no component would do it.
  if (input.prediction.by === 'none') return of('not-enforced', observed)
  if (input.hostPending) return of('restart-pending', observed)
  return of(listedByPathOnly(socket.program, input) ? 'path-against-name' : 'not-enforced', observed)
}

function unlistedDiscrepancy(socket: SocketFacts, predicted: string): Discrepancy | null {
  const observed = observedLoopback(socket, predicted)
  if (observed === null || observed === predicted) return null
  return {
    reason: observed === REAL_LOOPBACK ? 'not-listed' : 'foreign-address',
    program: socket.program,
    predicted,
    observed,
  }
}

/**
 * The loopback address a socket uses; null for one that uses none. A connection has two ends, and the system may choose
 * 127.0.0.1 for the near one: either end at the predicted address will do.
 */
function observedLoopback({ local, remote }: SocketFacts, predicted: string): string | null {
  const ends = [local.address, remote?.address ?? ''].filter(isLoopback)
  if (ends.includes(predicted)) return predicted
  return ends.find((address) => address !== REAL_LOOPBACK) ?? ends[0] ?? null
}

// With PreferLoopback a covered server must not listen on all addresses or on a virtual IP.
function shunsPreferredLoopback(socket: SocketFacts, { config, family }: DiscrepancyInput): boolean {
  if (!socket.listening || config?.settings.PreferLoopback !== true) return false
  const processes = config.settings.PreferLoopbackProcesses ?? []
  return processes.length === 0 ? family === 'linux' : coversProgram(processes, socket.program, family)
}

function listedByPathOnly(program: string, { config, family }: DiscrepancyInput): boolean {
  const list = config?.settings.VirtualLoopbackPrograms ?? []
  const entries = list.filter((entry) => programKey(entry, family) === programKey(program, family))
  return entries.length > 0 && entries.every((entry) => baseName(entry) !== entry)
}
