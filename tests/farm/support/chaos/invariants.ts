/** What must hold after any kills: the database against what really happened. Each violation in words. */

import pg from 'pg'
import { instantOf } from '~/agent/clock'
import { loopbackOf } from '~/domain/address'
import type { TrueSession } from './truth'

interface StoredSession {
  id: string
  host: string
  number: number
  logonAt: Date
  endedAt: Date | null
}

interface StoredInterval {
  sessionId: string
  kind: 'granted' | 'computed' | 'observed'
  network: string
  address: string
  from: Date
  to: Date | null
}

export interface Stored {
  sessions: StoredSession[]
  intervals: StoredInterval[]
}

/** Between a line of the truth and what it is about a busy machine takes its time. */
const SLACK_MS = 10_000

export async function readStored(url: string): Promise<Stored> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const sessions = await client.query<StoredSession>(
      `SELECT s.id::text, h.name AS host, s.number, s.logon_at AS "logonAt", s.ended_at AS "endedAt"
       FROM session s JOIN host h ON h.id = s.host_id`,
    )
    const intervals = await client.query<StoredInterval>(
      `SELECT session_id::text AS "sessionId", kind::text, network, host(address) AS address, held_from AS "from",
         NULL::timestamptz AS "to" FROM allocation_open
       UNION ALL
       SELECT session_id::text, kind::text, network, host(address), held_from, held_to FROM allocation`,
    )
    return { sessions: sessions.rows, intervals: intervals.rows }
  } finally {
    await client.end()
  }
}

/** @param truth the sessions of each host by its name */
export function violations(stored: Stored, truth: ReadonlyMap<string, TrueSession[]>): string[] {
  return [...doubleGrants(stored), ...lostSessions(stored, truth), ...inventedSessions(stored, truth)]
}

/** No two sessions were granted one address at one time. */
function doubleGrants({ intervals }: Stored): string[] {
  const found: string[] = []
  const granted = intervals.filter(({ kind }) => kind === 'granted')
  granted.sort((one, other) => order(one.address, other.address) || one.from.getTime() - other.from.getTime())
  for (const [index, one] of granted.entries()) {
    const next = granted[index + 1]
    if (next?.address !== one.address || next.network !== one.network) continue
    if (one.to === null || one.to > next.from)
      found.push(`${one.address} was granted to ${one.sessionId} and to ${next.sessionId} at once`)
  }
  return found
}

const order = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0)

function lostSessions(stored: Stored, truth: ReadonlyMap<string, TrueSession[]>): string[] {
  return [...truth].flatMap(([host, sessions]) =>
    sessions.flatMap((session) => {
      const of = `${host} session ${session.id} of ${instantOf(session.logonAt)}`
      const row = stored.sessions.find(
        (one) => one.host === host && one.number === session.id && one.logonAt.getTime() === session.logonAt,
      )
      if (!row) return [`${of} is not in the database`]
      const intervals = stored.intervals.filter(({ sessionId }) => sessionId === row.id)
      return [...wrongEnd(row, session), ...wrongIntervals(row, intervals, session)].map(
        (what) => `${of}: ${what}`,
      )
    }),
  )
}

function wrongEnd({ endedAt }: StoredSession, { logoffAt, toldBy }: TrueSession): string[] {
  if (logoffAt === null) return endedAt === null ? [] : [`it is open, but ended at ${endedAt.toISOString()}`]
  if (endedAt === null) return [`it ended at ${instantOf(logoffAt)}, but is open`]
  const at = endedAt.getTime()
  if (at < logoffAt) return [`it ended at ${instantOf(logoffAt)}, told as before that: ${instantOf(at)}`]
  const latest = (toldBy ?? Number.POSITIVE_INFINITY) + SLACK_MS
  return at > latest
    ? [`its end was written down by ${instantOf(toldBy ?? 0)}, told as ${instantOf(at)}`]
    : []
}

/** An interval for each address that the session held, without a gap, until its very end. */
function wrongIntervals(
  row: StoredSession,
  intervals: readonly StoredInterval[],
  { id, addresses }: TrueSession,
): string[] {
  const found: string[] = []
  const kinds = new Map<string, StoredInterval[]>()
  for (const one of intervals) {
    const key = `${one.kind} ${one.address}`
    kinds.set(key, [...(kinds.get(key) ?? []), one])
    const open = one.to === null
    if (
      open !== (row.endedAt === null) &&
      (open || addresses.at(-1) === one.address || one.network === 'loopback')
    )
      found.push(`${key} is ${open ? 'open' : 'closed'}, its session is not`)
    if (one.to !== null && one.to < one.from) found.push(`${key} ends before it began`)
  }
  for (const [key, some] of kinds) {
    // Nothing makes an address come and go that follows from the session, nor one that was granted to it.
    if (!key.startsWith('observed') && some.length > 1)
      found.push(`${key} is in ${some.length} intervals: ${some.map(intervalText).join(', ')}`)
    if (hasGap(some)) found.push(`${key} has a gap: ${some.map(intervalText).join(', ')}`)
  }
  const loopback = loopbackOf(id)
  const wanted = [
    ...(loopback.ok ? [`computed ${loopback.value}`] : []),
    ...new Set(addresses.flatMap((address) => [`granted ${address}`])),
  ]
  for (const key of wanted) if (!kinds.has(key)) found.push(`${key} is in no interval`)
  if (new Set(addresses).size > 1)
    found.push(`it was given one address after the other: ${addresses.join(' ')}`)
  return found
}

/** An address stays on the host while no agent runs, and so does what is observed of it. */
function hasGap(intervals: readonly StoredInterval[]): boolean {
  const sorted = [...intervals].sort((one, other) => one.from.getTime() - other.from.getTime())
  return sorted.some(({ from }, index) => {
    const before = sorted[index - 1]
    return before !== undefined && before.to !== null && from > before.to
  })
}

const intervalText = ({ from, to }: StoredInterval) => `${from.toISOString()}-${to?.toISOString() ?? ''}`

function inventedSessions({ sessions }: Stored, truth: ReadonlyMap<string, TrueSession[]>): string[] {
  return sessions
    .filter(
      ({ host, number, logonAt }) =>
        !truth.get(host)?.some((one) => one.id === number && one.logonAt === logonAt.getTime()),
    )
    .map(({ host, number }) => `${host} session ${number} is in the database, and never was`)
}
