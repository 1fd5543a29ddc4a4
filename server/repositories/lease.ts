/** Leases as rows. Each function is one statement, however many sessions ask at once. */

import { newIds } from './new-id'
import type { EndedSession } from './session-ingest'
import type { Sql } from './statements'

export interface LeaseAsk {
  hostId: string
  boot: string
  number: number
  /** ISO 8601 with milliseconds. */
  logonAt: string
  user: string
  protocol: string
  pool: string
  /** The policies of its host name this pool. */
  ofPolicy: boolean
  programs: readonly string[]
}

/** Who asks, as columns for `ASKED`. */
export const columns = (asks: readonly LeaseAsk[]) => [
  asks.map((_, at) => at),
  asks.map(({ hostId }) => hostId),
  asks.map(({ boot }) => boot),
  asks.map(({ number }) => number),
  asks.map(({ logonAt }) => logonAt),
]
export const ASKED = `unnest($1::int[], $2::uuid[], $3::text[], $4::int[], $5::timestamptz[])
  AS i(at, host_id, boot, number, logon_at)`

/**
 * Locks the hosts against their own reports, in one order for all. With `wait` false, a host that is busy is left out.
 * Returns the ids of active ones.
 */
export async function lockHosts(tx: Sql, ids: readonly string[], wait: boolean): Promise<Set<string>> {
  const rows = await tx.$queryRawUnsafe<{ id: string }[]>(
    `SELECT id::text FROM host WHERE id = ANY($1::uuid[]) AND lifecycle = 'active' ORDER BY id
     FOR NO KEY UPDATE ${wait ? '' : 'SKIP LOCKED'}`,
    [...new Set(ids)],
  )
  return new Set(rows.map(({ id }) => id))
}

export interface Standing {
  at: number
  pastBoot: boolean
  /** A later logon of the same number is known. */
  overtaken: boolean
  /** An open session of the same number and an earlier logon: it is over, though nobody has told. */
  olderId: string | null
  sessionId: string | null
  /** Of the session, or of the user who asks. */
  personId: string | null
  ended: boolean
  /** What it holds on lease. */
  held: { address: string; network: string; pool: string; since: Date } | null
}

/** What is known of each session that asks: looked up one by one, never by reading a table whole. */
export async function readStanding(tx: Sql, asks: readonly LeaseAsk[]): Promise<Standing[]> {
  const rows = await tx.$queryRawUnsafe<
    (Omit<Standing, 'held'> & { address: string | null; network: string; pool: string; since: Date })[]
  >(
    `SELECT i.at, (h.boot IS DISTINCT FROM i.boot AND i.boot = ANY(h.past_boots)) AS "pastBoot",
       s.overtaken, s.older AS "olderId",
       s.id::text AS "sessionId", coalesce(s.person_id, u.id)::text AS "personId", s.ended_at IS NOT NULL AS ended,
       host(o.address) AS address, o.network, o.held_from AS since, p.name AS pool
     FROM ${ASKED} JOIN unnest($1::int[], $6::text[]) AS x(at, name) ON x.at = i.at
     JOIN LATERAL (SELECT boot, past_boots FROM host WHERE id = i.host_id LIMIT 1) h ON true
     CROSS JOIN LATERAL (SELECT coalesce(bool_or(logon_at > i.logon_at), false) AS overtaken,
         min(id::text) FILTER (WHERE logon_at < i.logon_at AND ended_at IS NULL) AS older,
         (array_agg(id) FILTER (WHERE logon_at = i.logon_at))[1] AS id,
         (array_agg(person_id) FILTER (WHERE logon_at = i.logon_at))[1] AS person_id,
         max(ended_at) FILTER (WHERE logon_at = i.logon_at) AS ended_at
       FROM session WHERE host_id = i.host_id AND boot = i.boot AND number = i.number) s
     LEFT JOIN LATERAL (SELECT id FROM person WHERE name = x.name LIMIT 1) u ON true
     LEFT JOIN LATERAL (SELECT address, pool_id FROM pool_address WHERE held_by = s.id LIMIT 1) a ON true
     LEFT JOIN LATERAL (SELECT name FROM pool WHERE id = a.pool_id LIMIT 1) p ON true
     LEFT JOIN LATERAL (SELECT address, network, held_from FROM allocation_open
       WHERE session_id = s.id AND kind = 'granted' AND address = a.address LIMIT 1) o ON true`,
    ...columns(asks),
    asks.map(({ user }) => user),
  )
  return rows.map(({ address, network, pool, since, ...rest }) => ({
    ...rest,
    held: address === null ? null : { address, network, pool, since },
  }))
}

/** Ends sessions that a later logon of their number has replaced, at that logon. */
export async function endReplaced(
  tx: Sql,
  replaced: readonly { id: string; at: string }[],
  now: Date,
): Promise<EndedSession[]> {
  return tx.$queryRawUnsafe<EndedSession[]>(
    `UPDATE session s SET ended_at = r.at, end_reason = 'replaced', end_received_at = $3::timestamptz,
       changed_at = $3::timestamptz
     FROM unnest($1::uuid[], $2::timestamptz[]) AS r(id, at) WHERE s.id = r.id AND s.ended_at IS NULL
     RETURNING s.id::text AS "sessionId", s.ended_at AS "endedAt"`,
    replaced.map(({ id }) => id),
    replaced.map(({ at }) => at),
    now,
  )
}

export interface LeasePool {
  id: string
  name: string
  network: string
}

/**
 * Holds pools still: who gives addresses of one takes turns. Keys are names in lower case. The same statement makes
 * the people known, sorted, so that two that meet the same new people never wait for each other in a ring.
 */
export async function lockPools(
  tx: Sql,
  names: readonly string[],
  people: readonly string[],
): Promise<Map<string, LeasePool>> {
  const sorted = [...new Set(people)].sort()
  const rows = await tx.$queryRawUnsafe<LeasePool[]>(
    `WITH people AS (
       INSERT INTO person (id, name) SELECT id, n FROM unnest($2::text[], $3::uuid[]) AS x(n, id) ORDER BY n
       ON CONFLICT (name) DO NOTHING)
     SELECT id::text, name, network FROM pool WHERE lower(name) = ANY($1::text[]) ORDER BY id FOR NO KEY UPDATE`,
    [...new Set(names.map((name) => name.toLowerCase()))],
    sorted,
    newIds(sorted.length),
  )
  return new Map(rows.map((row) => [row.name.toLowerCase(), row]))
}

export interface Grant {
  sessionId: string
  personId: string
  hostId: string
  address: string
}

/** A session that no report has told of yet. */
export interface FreshSession {
  sessionId: string
  personId: string
  ask: LeaseAsk
}

/** Writes the rows of `fresh` sessions and gives addresses out. Should one be held already, the whole transaction fails by the unique index: nothing is doubled. */
export async function grantAddresses(
  tx: Sql,
  { id, network }: LeasePool,
  grants: readonly Grant[],
  fresh: readonly FreshSession[],
  now: Date,
): Promise<void> {
  await tx.$executeRawUnsafe(
    `WITH seated AS (
       INSERT INTO session (id, host_id, boot, number, person_id, protocol, logon_at, received_at, prediction,
         sockets, changed_at, reported)
       SELECT f.id, f.host, f.boot, f.number, f.person, f.protocol, f.logon_at, $7::timestamptz,
         '{"loopback": null, "by": "none"}', '[]', $7::timestamptz, false
       FROM unnest($8::uuid[], $9::uuid[], $10::text[], $11::int[], $12::uuid[], $13::text[], $14::timestamptz[])
         AS f(id, host, boot, number, person, protocol, logon_at)),
     given AS (
       SELECT * FROM unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::inet[], $15::uuid[])
         AS g(session, person, host, address, id)),
     taken AS (
       UPDATE pool_address a SET held_by = g.session, last_session = g.session, last_person = g.person
       FROM given g WHERE a.pool_id = $1::uuid AND a.address = ANY($6::inet[]) AND a.address = g.address)
     INSERT INTO allocation_open (id, session_id, host_id, kind, network, address, held_from, received_at)
     SELECT g.id, g.session, g.host, 'granted', $2, g.address, $7::timestamptz, $7::timestamptz
     FROM given g`,
    id,
    network,
    grants.map(({ sessionId }) => sessionId),
    grants.map(({ personId }) => personId),
    grants.map(({ hostId }) => hostId),
    grants.map(({ address }) => address),
    now,
    fresh.map(({ sessionId }) => sessionId),
    fresh.map(({ ask }) => ask.hostId),
    fresh.map(({ ask }) => ask.boot),
    fresh.map(({ ask }) => ask.number),
    fresh.map(({ personId }) => personId),
    fresh.map(({ ask }) => ask.protocol),
    fresh.map(({ ask }) => ask.logonAt),
    newIds(grants.length),
  )
}

export type SessionIdentity = Pick<LeaseAsk, 'hostId' | 'boot' | 'number' | 'logonAt'>

/** The sessions behind these identities that hold a lease. `at` counts the identities. */
export async function readLeaseholders(
  tx: Sql,
  sessions: readonly SessionIdentity[],
): Promise<{ at: number; sessionId: string }[]> {
  return tx.$queryRawUnsafe(
    `SELECT i.at, s.id::text AS "sessionId" FROM ${ASKED}
     JOIN session s ON s.host_id = i.host_id AND s.boot = i.boot AND s.number = i.number
       AND s.logon_at IS NOT DISTINCT FROM i.logon_at
     WHERE EXISTS (SELECT FROM allocation_open o WHERE o.session_id = s.id AND o.kind = 'granted')`,
    ...columns(sessions as readonly LeaseAsk[]),
  )
}
