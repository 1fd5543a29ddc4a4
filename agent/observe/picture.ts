/** From what a driver saw to what the protocol says of a session. Pure, but for the memory of first sightings. */

import type { HostConfig } from '~/domain/host-config'
import type { OsFamily } from '~/domain/host-facts'
import { type Enforcement, predictLoopback } from '~/domain/prediction'
import {
  MAX_SOCKETS_PER_SESSION,
  type ReportedAllocation,
  type ReportedPrediction,
  type ReportedSession,
  type ReportedSocket,
} from '~/protocol/report'
import { instantOf } from '../clock'
import type { ObservedSession } from '../drivers/driver'
import type { FirstSeen } from './first-seen'

export interface PictureContext {
  config: HostConfig | null
  family: OsFamily
  enforcement: Enforcement
  firstSeen: FirstSeen
  now: number
}

const MAX_ALLOCATIONS = 128
const MAX_NOTES = 16

/** The same session (ids return after a logoff), whoever reports it. */
export function sessionKey(session: { id: number; logonAt: string }): string {
  return `${session.id}@${session.logonAt}`
}

/**
 * Pictures of sessions, made anew only where something of a session is another than at the last look: on a host with
 * many sessions most looks find most of them as they were. The same picture is the same object.
 */
export class Pictures {
  private around = ''
  private last = new Map<
    number,
    { session: ObservedSession; of: string; config: object | null; picture: ReportedSession }
  >()

  /** @param sessions all that are open: others are forgotten */
  of(sessions: readonly ObservedSession[], context: PictureContext): ReportedSession[] {
    const before = this.last
    this.last = new Map()
    const around = `${context.enforcement} ${context.family}`
    const pictures = sessions.map((session) => {
      const known = before.get(session.id)
      const of = known?.session === session ? known.of : toText(session)
      const isSame =
        known?.of === of &&
        known.session.sockets === session.sockets &&
        known.config === context.config &&
        this.around === around
      const picture = isSame ? known.picture : sameOrNew(known?.picture, pictureOf(session, context))
      this.last.set(session.id, { session, of, config: context.config, picture })
      return picture
    })
    this.around = around
    return pictures
  }
}

/** All but its sockets: those are the same array as long as they were not looked at. */
function toText({ sockets: _, ...rest }: ObservedSession): string {
  return JSON.stringify(rest)
}

/** Sockets that were looked at anew are mostly the same ones. */
const sameOrNew = (before: ReportedSession | undefined, now: ReportedSession): ReportedSession =>
  before && JSON.stringify(before) === JSON.stringify(now) ? before : now

export function pictureOf(session: ObservedSession, context: PictureContext): ReportedSession {
  const { config, family, enforcement } = context
  const { id, protocol } = session
  const predicted: ReportedPrediction = predictLoopback({
    config,
    host: { os: { family } },
    session: { id, protocol },
    enforcement: session.enforcement ?? enforcement,
  })
  const isEnforced = predicted.by !== 'none' || session.addresses.length > 0
  const { virtualIp, reach } = session
  const prediction = { ...predicted, ...(isEnforced && reach), ...(virtualIp && { virtualIp }) }
  const logonAt = instantOf(session.logonAt)
  return {
    id,
    logonAt,
    user: session.user,
    protocol,
    clientName: session.clientName,
    clientIp: session.clientIp,
    prediction,
    allocations: allocationsOf(session, prediction, sessionKey({ id, logonAt }), context),
    sockets: mostTelling(session.sockets),
    ...(session.notes?.length ? { notes: session.notes.slice(-MAX_NOTES) } : {}),
  }
}

function allocationsOf(
  session: ObservedSession,
  prediction: ReportedPrediction,
  key: string,
  { firstSeen, now }: PictureContext,
): ReportedAllocation[] {
  const held: Omit<ReportedAllocation, 'from'>[] = [...session.addresses]
  if (prediction.loopback !== null)
    held.push({ kind: 'computed', address: prediction.loopback, network: 'loopback' })
  const bound = session.sockets.filter(({ failed }) => !failed)
  for (const address of new Set(bound.map((socket) => socket.local.address).filter(isLoopback))) {
    held.push({ kind: 'observed', address, network: 'loopback' })
  }
  const kept = held.slice(0, MAX_ALLOCATIONS)
  const names = kept.map((one) => `${one.kind} ${one.address} ${one.network} ${one.program ?? ''}`)
  const since = firstSeen.of(key, names, now)
  return kept.map((one, index) => ({ ...one, from: since[index] ?? instantOf(now) }))
}

function isLoopback(address: string): boolean {
  return address.startsWith('127.')
}

/** In a fixed order, so that equal sights give equal text; where there are too many, listeners and loopback go first. */
function mostTelling(sockets: readonly ReportedSocket[]): ReportedSocket[] {
  const rank = (socket: ReportedSocket) =>
    (socket.listening ? 0 : 2) + (isLoopback(socket.local.address) ? 0 : 1)
  const text = (socket: ReportedSocket) =>
    [
      socket.program,
      socket.protocol,
      socket.local.address,
      socket.local.port,
      socket.remote?.address,
      socket.remote?.port,
      socket.pid,
    ].join(' ')
  return sockets
    .map((socket) => ({ socket, rank: rank(socket), text: text(socket) }))
    .sort(
      (one, other) => one.rank - other.rank || (one.text < other.text ? -1 : one.text > other.text ? 1 : 0),
    )
    .slice(0, MAX_SOCKETS_PER_SESSION)
    .map((one) => one.socket)
}
