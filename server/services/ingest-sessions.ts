/** The sessions of one report: a constant number of statements, however many sessions there are. */

import { type Discrepancy, loggedDiscrepancy, loopbackDiscrepancy } from '~/domain/discrepancy'
import type { HostConfig } from '~/domain/host-config'
import type { OsFamily } from '~/domain/host-facts'
import { PREDICTION_REASONS } from '~/domain/prediction'
import type { Report, ReportedSession } from '~/protocol/report'
import { closeAddresses, type HeldAddress, openAddresses } from '../repositories/allocation-ingest'
import { addPersons } from '../repositories/person'
import {
  type EndedSession,
  endClosed,
  endOvertaken,
  type JudgedSession,
  type OpenSessionRecord,
  openSessions,
  putDiscrepancies,
  putSessions,
  type SessionKey,
  type SessionOwner,
  type StoredSession,
} from '../repositories/session-ingest'
import { atTheEnd, inOneGo, type Sql } from '../repositories/statements'

export interface RunningConfig {
  /** What the host has in force. */
  config: HostConfig | null
  family: OsFamily
  /** True while the host has yet to apply what it is told to run. */
  hostPending: boolean
}

/** Stores what the report says of sessions and addresses. Returns the ids of the sessions that changed. */
export async function storeSessions(
  tx: Sql,
  owner: SessionOwner,
  report: Report,
  running: RunningConfig,
): Promise<string[]> {
  const sessions = lastOfEach(report.opened)
  const at = new Date(report.at)
  const records = sessions.map((session) => recordOf(session, running))
  const closed = report.closed.map(({ id, logonAt, endedAt }) => ({
    number: id,
    logonAt: instant(logonAt),
    endedAt: instant(endedAt),
  }))
  const opened = records.map(keyOf)
  const users = records.map(({ user }) => user)
  const [, overtaken, stored, over] = await inOneGo(
    tx,
    () => addPersons(tx, users),
    () => endOvertaken(tx, owner, { opened, closed, full: report.full, at }),
    () => putSessions(tx, owner, records),
    () => endClosed(tx, owner, closed),
  )
  const ended = [...overtaken, ...stored.filter(hasEnded), ...over]
  const held = heldBy(sessions, stored)
  // What was not there before holds nothing that could be known already, or be over.
  const known = new Set(stored.flatMap(({ sessionId, fresh }) => (fresh ? [] : [sessionId])))
  const heldBefore = held.filter(({ sessionId }) => known.has(sessionId))
  await atTheEnd(
    tx,
    () => openAddresses(tx, owner.hostId, held, known, owner.now),
    () => closeAddresses(tx, { held: heldBefore, told: [...known], ended, at, now: owner.now }),
  )
  return [...new Set([...stored, ...ended].map(({ sessionId }) => sessionId))]
}

const hasEnded = (session: StoredSession): session is StoredSession & EndedSession => session.endedAt !== null

/** PostgreSQL keeps milliseconds: identities are compared in them. */
const instant = (text: string) => new Date(text).toISOString()
const identity = ({ number, logonAt }: SessionKey) => `${number} ${logonAt}`
const keyOf = ({ number, logonAt }: SessionKey): SessionKey => ({ number, logonAt })
const sessionKey = ({ id, logonAt }: ReportedSession) => identity({ number: id, logonAt: instant(logonAt) })

/** A session told twice in one report counts as it was told last. */
const lastOfEach = (opened: readonly ReportedSession[]): ReportedSession[] => [
  ...new Map(opened.map((session) => [sessionKey(session), session])).values(),
]

function recordOf(session: ReportedSession, running: RunningConfig): OpenSessionRecord {
  const { id, logonAt, user, protocol, clientName, clientIp, prediction, sockets } = session
  return {
    number: id,
    logonAt: instant(logonAt),
    user,
    protocol,
    clientName: clientName ?? null,
    clientIp: clientIp ?? null,
    prediction,
    predicted: prediction.loopback,
    discrepancy: judge({ prediction, sockets }, running) ?? loggedDiscrepancy(session.notes ?? []),
    sockets,
  }
}

type Judged = Pick<JudgedSession, 'prediction' | 'sockets'>

function judge({ prediction, sockets }: Judged, running: RunningConfig): Discrepancy | null {
  const reason = PREDICTION_REASONS.find((known) => known === prediction.reason)
  return loopbackDiscrepancy({ prediction: { ...prediction, reason }, sockets, ...running })
}

/**
 * Judges the open sessions of a host again: what it has in force changed, and their verdicts hang on that. Returns the
 * ids of those whose verdict is another now.
 */
export async function rejudgeSessions(
  tx: Sql,
  { hostId, now }: SessionOwner,
  running: RunningConfig,
): Promise<string[]> {
  const open = await openSessions(tx, hostId)
  const changed = open
    .map((session) => ({
      sessionId: session.sessionId,
      was: session.discrepancy,
      // What was logged of a session stays: it does not hang on what is in force.
      is: judge(session, running) ?? (isLogged(session.discrepancy) ? session.discrepancy : null),
    }))
    .filter(({ was, is }) => !sameDiscrepancy(was, is))
  await putDiscrepancies(
    tx,
    changed.map(({ sessionId, is }) => ({ sessionId, discrepancy: is })),
    now,
  )
  return changed.map(({ sessionId }) => sessionId)
}

const isLogged = (found: Discrepancy | null): boolean =>
  found?.reason === 'not-virtualised' || found?.reason === 'no-lease'

const sameDiscrepancy = (one: Discrepancy | null, other: Discrepancy | null) =>
  one?.reason === other?.reason && one?.program === other?.program && one?.observed === other?.observed

function heldBy(sessions: readonly ReportedSession[], stored: readonly StoredSession[]): HeldAddress[] {
  const ids = new Map(stored.map((session) => [identity(session), session.sessionId]))
  return sessions.flatMap((session) => {
    const sessionId = ids.get(sessionKey(session))
    if (!sessionId) return []
    return session.allocations.flatMap(({ kind, network, address, program, from }) =>
      kind === 'granted'
        ? []
        : [{ sessionId, kind, network, address, program: program ?? null, from: instant(from) }],
    )
  })
}
