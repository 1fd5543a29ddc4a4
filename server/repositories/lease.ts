/** Leases as rows. Each function is one statement, however many sessions ask at once. */

import type { FreeAddress } from '~/domain/allocation/choose-addresses'
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

const columns = (asks: readonly LeaseAsk[]) => [
  asks.map((_, at) => at),
  asks.map(({ hostId }) => hostId),
  asks.map(({ boot }) => boot),
  asks.map(({ number }) => number),
  asks.map(({ logonAt }) => logonAt),
]
const ASKED = `unnest($1::int[], $2::uuid[], $3::text[], $4::int[], $5::timestamptz[])
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
  const rows = await tx.$queryRawUnsafe<LeasePool[]>(
    `WITH people AS (
       INSERT INTO person (id, name) SELECT gen_random_uuid(), n FROM unnest($2::text[]) AS n ORDER BY n
       ON CONFLICT (name) DO NOTHING)
     SELECT id::text, name, network FROM pool WHERE lower(name) = ANY($1::text[]) ORDER BY id FOR NO KEY UPDATE`,
    [...new Set(names.map((name) => name.toLowerCase()))],
    [...new Set(people)].sort(),
  )
  return new Map(rows.map((row) => [row.name.toLowerCase(), row]))
}

/**
 * What a pool has for these: addresses of theirs, and twice as many of those that have rested longest. `OFFSET 0` keeps
 * each look at a session's or a person's own addresses a look by key, whatever the planner takes the pool's size for.
 */
export async function readFree(
  tx: Sql,
  poolId: string,
  wishes: readonly { sessionId: string; personId: string; programs: readonly string[] }[],
  now: Date,
): Promise<FreeAddress[]> {
  const programs = [...new Set(wishes.flatMap((wish) => wish.programs.map((name) => name.toLowerCase())))]
  return tx.$queryRawUnsafe<FreeAddress[]>(
    `WITH mine AS (SELECT quarantine_seconds * interval '1 second' AS rest FROM pool WHERE id = $1::uuid),
     found AS (
       (SELECT a.* FROM unnest($2::uuid[]) AS wish(session) CROSS JOIN LATERAL
          (SELECT * FROM pool_address WHERE last_session = wish.session AND held_by IS NULL OFFSET 0) a
        WHERE a.pool_id = $1::uuid AND NOT a.leaving)
       UNION ALL
       (SELECT DISTINCT ON (a.last_person) a.* FROM unnest($3::uuid[]) AS wish(person) CROSS JOIN LATERAL
          (SELECT * FROM pool_address WHERE last_person = wish.person AND held_by IS NULL OFFSET 0) a
        WHERE a.pool_id = $1::uuid AND NOT a.leaving AND a.reserved_person IS NULL AND a.reserved_program IS NULL
          AND a.released_at <= $5::timestamptz - (SELECT rest FROM mine)
        ORDER BY a.last_person, a.released_at DESC)
       UNION ALL
       (SELECT a.* FROM pool_address a
        WHERE a.pool_id = $1::uuid AND a.held_by IS NULL AND NOT a.leaving
          AND (a.reserved_person IS NOT NULL OR a.reserved_program IS NOT NULL)
          AND (a.reserved_person = ANY($3::uuid[]) OR a.reserved_program = ANY($4::text[])))
       UNION ALL
       (SELECT a.* FROM pool_address a
        WHERE a.pool_id = $1::uuid AND a.held_by IS NULL AND a.reserved_person IS NULL
          AND a.reserved_program IS NULL AND NOT a.leaving
          AND (a.released_at IS NULL OR a.released_at <= $5::timestamptz - (SELECT rest FROM mine))
        ORDER BY a.released_at NULLS FIRST, a.address LIMIT $6::int))
     SELECT host(f.address) AS address, f.reserved_person::text AS "reservedPerson",
       f.reserved_program AS "reservedProgram", f.last_session::text AS "lastSession",
       f.last_person::text AS "lastPerson",
       (f.released_at IS NOT NULL AND f.released_at > $5::timestamptz - (SELECT rest FROM mine)) AS resting
     FROM (SELECT DISTINCT ON (address) * FROM found ORDER BY address) f
     ORDER BY f.released_at NULLS FIRST, f.address`,
    poolId,
    wishes.map(({ sessionId }) => sessionId),
    wishes.map(({ personId }) => personId),
    programs,
    now,
    2 * wishes.length,
  )
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
       SELECT * FROM unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::inet[]) AS g(session, person, host, address)),
     taken AS (
       UPDATE pool_address a SET held_by = g.session, last_session = g.session, last_person = g.person
       FROM given g WHERE a.pool_id = $1::uuid AND a.address = ANY($6::inet[]) AND a.address = g.address)
     INSERT INTO allocation_open (id, session_id, host_id, kind, network, address, held_from, received_at)
     SELECT gen_random_uuid(), g.session, g.host, 'granted', $2, g.address, $7::timestamptz, $7::timestamptz
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

export interface Shortage {
  size: number
  held: number
  resting: number
  reserved: number
  /** Until the next one has rested; null when none rests. */
  secondsToNext: number | null
}

/** Why a pool has nothing to give. */
export async function readShortage(tx: Sql, poolId: string, now: Date): Promise<Shortage> {
  const [row] = await tx.$queryRawUnsafe<Shortage[]>(
    `SELECT count(*)::int AS size, count(a.held_by)::int AS held,
       count(*) FILTER (WHERE open AND released_at > now - rest)::int AS resting,
       count(*) FILTER (WHERE a.held_by IS NULL AND NOT open)::int AS reserved,
       ceil(extract(epoch FROM min(released_at + rest - now) FILTER (WHERE open AND released_at > now - rest)))::int
         AS "secondsToNext"
     FROM (SELECT *, held_by IS NULL AND reserved_person IS NULL AND reserved_program IS NULL AS open,
             $2::timestamptz AS now FROM pool_address WHERE pool_id = $1::uuid AND NOT leaving) a,
       (SELECT quarantine_seconds * interval '1 second' AS rest FROM pool WHERE id = $1::uuid) p`,
    poolId,
    now,
  )
  return row ?? { size: 0, held: 0, resting: 0, reserved: 0, secondsToNext: null }
}
