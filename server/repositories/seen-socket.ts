/** The sockets of sessions over time, folded out of what hosts reported: only what changed is written. */

import type { OsFamily } from '~/domain/host-facts'
import type { Db } from './db'
import type { Sql } from './statements'

/** Rows that one session may leave behind: a program that opens a port a minute must not fill the disk. */
const MOST_OF_SESSION = 1_000

const toldBy = (sessions: string) => `
  SELECT DISTINCT ON (s.id, x.program, x.protocol, r.role, r.address, r.port)
    s.id AS session_id, s.host_id, s.ended_at, x.program, x.protocol, r.role, r.address, r.port, x.pid
  FROM session s
  CROSS JOIN LATERAL jsonb_to_recordset(s.sockets) AS x(
    program text, protocol text, listening boolean, failed boolean, local jsonb, remote jsonb, pid int)
  CROSS JOIN LATERAL (SELECT
    CASE WHEN x.failed THEN 'failed' WHEN x.listening THEN 'listens' ELSE 'dials' END AS role,
    (CASE WHEN x.listening THEN x.local->>'address' ELSE x.remote->>'address' END)::inet AS address,
    (CASE WHEN x.listening THEN x.local->>'port' ELSE x.remote->>'port' END)::int AS port) r
  WHERE ${sessions} AND r.address IS NOT NULL
    AND (x.listening OR (x.protocol = 'tcp' AND (r.address <<= '127.0.0.0/8' OR r.address = '::1')
      AND NOT EXISTS (SELECT FROM jsonb_to_recordset(s.sockets) AS own(program text, listening boolean, local jsonb)
        WHERE own.listening AND own.program = x.program AND own.local->>'port' = x.local->>'port')))`
const TOLD = toldBy('s.id = ANY($1::uuid[])')

const PROGRAMS = `session s JOIN host h ON h.id = s.host_id
     CROSS JOIN LATERAL (SELECT DISTINCT x->>'program' AS program FROM jsonb_array_elements(s.sockets) x) x
     CROSS JOIN LATERAL (SELECT regexp_replace(x.program, '^.*[\\\\/]', '') AS name) b
     CROSS JOIN LATERAL (SELECT b.name,
       CASE WHEN h.os_family = 'windows' THEN lower(b.name) ELSE b.name END AS key) n`

/**
 * Folds the sockets of these sessions in. `OFFSET 0` keeps the look at what they held a look by key: of the sockets that
 * are open most are of others. Returns how many rows came, returned or ended.
 */
export async function foldSockets(db: Sql, sessionIds: readonly string[], now: Date): Promise<number> {
  if (sessionIds.length === 0) return 0
  const ids = [...sessionIds]
  const opened = await db.$executeRawUnsafe(
    `INSERT INTO seen_socket AS k (session_id, host_id, program, protocol, role, address, port, pid, first_seen, last_seen)
     SELECT t.session_id, t.host_id, t.program, t.protocol, t.role, t.address, t.port, t.pid,
       least($2::timestamptz, coalesce(t.ended_at, $2::timestamptz)), t.ended_at
     FROM (${TOLD}) t
     WHERE (SELECT count(*) FROM seen_socket o WHERE o.session_id = t.session_id) < ${MOST_OF_SESSION}
     ON CONFLICT (session_id, program, protocol, role, address, port) DO UPDATE SET last_seen = excluded.last_seen
     WHERE k.last_seen IS DISTINCT FROM excluded.last_seen`,
    ids,
    now,
  )
  const closed = await db.$executeRawUnsafe(
    `WITH told AS (${TOLD})
     UPDATE seen_socket k SET last_seen = greatest(k.first_seen, coalesce(o.ended_at, $2::timestamptz))
     FROM (
       SELECT n.*, s.ended_at FROM session s
       CROSS JOIN LATERAL (SELECT * FROM seen_socket WHERE session_id = s.id OFFSET 0) n
       WHERE s.id = ANY($1::uuid[]) AND n.last_seen IS NULL) o
     WHERE k.id = o.id AND (o.ended_at IS NOT NULL OR NOT EXISTS (
       SELECT FROM told t WHERE t.session_id = o.session_id AND t.program = o.program AND t.protocol = o.protocol
         AND t.role = o.role AND t.address = o.address AND t.port = o.port))`,
    ids,
    now,
  )
  await db.$executeRawUnsafe(
    `INSERT INTO seen_program AS p (host_id, key, program, family, first_seen, last_seen)
     SELECT DISTINCT ON (s.host_id, n.key) s.host_id, n.key, n.name, h.os_family, $2::timestamptz, $2::timestamptz
     FROM ${PROGRAMS}
     WHERE s.id = ANY($1::uuid[]) AND n.key <> ''
     ON CONFLICT (host_id, key) DO UPDATE SET last_seen = excluded.last_seen
     WHERE p.last_seen < excluded.last_seen - interval '1 hour'`,
    ids,
    now,
  )
  return opened + closed
}

/**
 * Sessions of which what they told is not folded in, or whose programs were last seen a day ago: what is left to do after
 * a start. Whether they are open or ended meanwhile, all are looked at by one statement, and mostly none is found.
 */
export async function unfoldedSessionIds(db: Sql, now: Date): Promise<string[]> {
  const rows = await db.$queryRawUnsafe<{ id: string }[]>(
    `SELECT coalesce(t.session_id, k.session_id)::text AS id
     FROM (${toldBy('s.ended_at IS NULL')}) t
     FULL JOIN (SELECT * FROM seen_socket WHERE last_seen IS NULL) k ON k.session_id = t.session_id
       AND k.program = t.program AND k.protocol = t.protocol AND k.role = t.role AND k.address = t.address
       AND k.port = t.port
     WHERE t.session_id IS NULL OR k.session_id IS NULL
     UNION
     SELECT n.id FROM (
       SELECT DISTINCT ON (s.host_id, n.key) s.host_id, n.key, s.id::text FROM ${PROGRAMS}
       WHERE s.ended_at IS NULL AND n.key <> '') n
     LEFT JOIN seen_program p ON p.host_id = n.host_id AND p.key = n.key
     WHERE p.last_seen IS NULL OR p.last_seen < $1::timestamptz - interval '1 day'`,
    now,
  )
  return rows.map(({ id }) => id)
}

export interface SeenRow {
  program: string
  protocol: 'tcp' | 'udp'
  role: 'listens' | 'failed' | 'dials'
  address: string
  port: number
  pid: number | null
  sessionId: string
  hostId: string
  host: string
  family: OsFamily
  session: number
  sessionProtocol: string
  user: string
  firstSeen: Date
  lastSeen: Date | null
}

const SEEN = `
  SELECT k.program, k.protocol, k.role, host(k.address) AS address, k.port, k.pid, k.session_id::text AS "sessionId", k.host_id::text AS "hostId",
    h.name AS host, h.os_family AS family, s.number AS session, s.protocol AS "sessionProtocol", p.name AS "user",
    k.first_seen AS "firstSeen", k.last_seen AS "lastSeen"
  FROM seen_socket k JOIN session s ON s.id = k.session_id JOIN host h ON h.id = k.host_id
  JOIN person p ON p.id = s.person_id`

/** The newest sightings on active hosts, the older ones first. */
export async function newestSeen(db: Db, limit: number): Promise<SeenRow[]> {
  return db.$queryRawUnsafe<SeenRow[]>(
    `${SEEN} WHERE h.lifecycle = 'active' AND k.id IN (SELECT id FROM seen_socket ORDER BY id DESC LIMIT $1)
     ORDER BY k.id`,
    limit,
  )
}

/** What was held at some time since `since` on these hosts, the newest first. */
export async function seenSince(
  db: Db,
  { hostIds, since, limit }: { hostIds: readonly string[]; since: Date; limit: number },
): Promise<SeenRow[]> {
  return db.$queryRawUnsafe<SeenRow[]>(
    `${SEEN} WHERE k.host_id = ANY($1::uuid[]) AND (k.last_seen IS NULL OR k.last_seen >= $2::timestamptz)
       AND s.number > 0 AND s.protocol NOT IN ('console', 'services')
     ORDER BY k.id DESC LIMIT $3`,
    [...hostIds],
    since,
    limit,
  )
}

export interface ProgramStanding {
  hostId: string
  key: string
  sessions: number
  clashing: number
}

/**
 * Where programs were seen, and how they stand in the sessions that are open: clashing where a loopback listener sits on
 * 127.0.0.1 or ::1, or a socket could not be bound.
 */
export async function programStandings(db: Db, since: Date): Promise<ProgramStanding[]> {
  return db.$queryRawUnsafe<ProgramStanding[]>(
    `SELECT p.host_id::text AS "hostId", p.key, coalesce(o.sessions, 0)::int AS sessions,
       coalesce(o.clashing, 0)::int AS clashing
     FROM seen_program p JOIN host h ON h.id = p.host_id AND h.lifecycle = 'active'
     LEFT JOIN (
       SELECT k.host_id, CASE WHEN h.os_family = 'windows' THEN lower(n.name) ELSE n.name END AS key,
         count(DISTINCT k.session_id) AS sessions,
         count(DISTINCT k.session_id) FILTER (WHERE k.role = 'failed'
           OR (k.role = 'listens' AND k.address IN ('127.0.0.1', '::1'))) AS clashing
       FROM seen_socket k JOIN session s ON s.id = k.session_id JOIN host h ON h.id = k.host_id
       CROSS JOIN LATERAL (SELECT regexp_replace(k.program, '^.*[\\\\/]', '') AS name) n
       WHERE k.last_seen IS NULL AND s.number > 0 AND s.protocol NOT IN ('console', 'services')
       GROUP BY 1, 2) o ON o.host_id = p.host_id AND o.key = p.key
     WHERE p.last_seen >= $1::timestamptz`,
    since,
  )
}

/** Forgets what ended before an instant, some at a time. Returns how many rows went. */
export async function forgetSeen(db: Db, before: Date, limit: number): Promise<number> {
  const sockets = await db.$executeRawUnsafe(
    `DELETE FROM seen_socket WHERE id IN (SELECT id FROM seen_socket WHERE last_seen < $1::timestamptz LIMIT $2)`,
    before,
    limit,
  )
  const programs = await db.$executeRawUnsafe(
    `DELETE FROM seen_program WHERE last_seen < $1::timestamptz`,
    before,
  )
  return sockets + programs
}

/** Hosts of which something was seen before an instant, and something since. */
export async function watchedSince(db: Db, since: Date): Promise<string[]> {
  const rows = await db.$queryRawUnsafe<{ id: string }[]>(
    `SELECT host_id::text AS id FROM seen_program GROUP BY host_id
     HAVING min(first_seen) <= $1::timestamptz AND max(last_seen) > $1::timestamptz`,
    since,
  )
  return rows.map(({ id }) => id)
}

/** Programs that listened, tried to, or connected to the loopback since an instant. */
export async function boundSince(db: Db, since: Date): Promise<{ family: OsFamily; key: string }[]> {
  return db.$queryRawUnsafe(
    `SELECT DISTINCT h.os_family AS family,
       CASE WHEN h.os_family = 'windows' THEN lower(n.name) ELSE n.name END AS key
     FROM seen_socket k JOIN host h ON h.id = k.host_id
     CROSS JOIN LATERAL (SELECT regexp_replace(k.program, '^.*[\\\\/]', '') AS name) n
     WHERE k.last_seen IS NULL OR k.last_seen > $1::timestamptz`,
    since,
  )
}

export interface SeenProgramRow {
  family: OsFamily
  program: string
  /** Hosts that ran it, of those that were looked at. */
  hosts: number
  hostsOfFamily: number
}

/** Every program that was seen on an active host. */
export async function seenPrograms(db: Db): Promise<SeenProgramRow[]> {
  return db.$queryRawUnsafe<SeenProgramRow[]>(
    `WITH p AS (SELECT s.* FROM seen_program s JOIN host h ON h.id = s.host_id AND h.lifecycle = 'active')
     SELECT p.family, max(p.program) AS program, count(*)::int AS hosts,
       max(n.hosts)::int AS "hostsOfFamily"
     FROM p JOIN (SELECT family, count(DISTINCT host_id) AS hosts FROM p GROUP BY family) n ON n.family = p.family
     GROUP BY p.family, p.key ORDER BY p.family, p.key LIMIT 5000`,
  )
}

/** What programs asked for since an instant, each once on each host. Sessions of services and consoles ask for nothing here. */
export async function askedSince(
  db: Db,
  since: Date,
): Promise<{ hostId: string; program: string; protocol: 'tcp' | 'udp'; port: number; address: string }[]> {
  return db.$queryRawUnsafe(
    `SELECT DISTINCT ON (k.host_id, k.program, k.protocol, k.port, c.address)
       k.host_id::text AS "hostId", k.program, k.protocol, k.port, c.address
     FROM seen_socket k JOIN session s ON s.id = k.session_id
     CROSS JOIN LATERAL (SELECT CASE WHEN k.address <<= '127.0.0.0/8' THEN '127.0.0.1'
       ELSE host(k.address) END AS address) c
     WHERE k.role <> 'dials' AND (k.last_seen IS NULL OR k.last_seen >= $1::timestamptz)
       AND s.number > 0 AND s.protocol NOT IN ('console', 'services')
     LIMIT 20000`,
    since,
  )
}
