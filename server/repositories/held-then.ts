/** Who held an address at an instant, found by index however long the history is (see the migration `held_then`). */

import { isUuid } from '~/domain/uuid'
import type { Sql } from './statements'

export interface HeldThenRecord {
  id: string
  kind: 'granted' | 'computed' | 'observed'
  address: string
  network: string
  program: string | null
  sessionId: string
  hostId: string
  host: string
  number: number
  boot: string
  user: string
  protocol: string
  logonAt: Date
  endedAt: Date | null
  from: Date
  to: Date | null
  receivedAt: Date
  closeReceivedAt: Date | null
  clockSkewMs: number | null
}

/** The columns of a `HeldThenRecord`, of an interval `a`. */
export const HELD_COLUMNS = `a.id::text, a.kind::text, host(a.address) AS address, a.network, a.program,
  s.id::text AS "sessionId", h.id::text AS "hostId", h.name AS host, s.number, s.boot, p.name AS "user", s.protocol,
  s.logon_at AS "logonAt", s.ended_at AS "endedAt", a.held_from AS "from", a.held_to AS "to",
  a.received_at AS "receivedAt", a.close_received_at AS "closeReceivedAt", h.clock_skew_ms AS "clockSkewMs"`

const INTERVAL = (row: string) => `${row}.id, ${row}.session_id, ${row}.host_id, ${row}.kind, ${row}.network,
  ${row}.address, ${row}.program, ${row}.held_from`
/** An open interval in the shape of a closed one. */
export const OPEN_INTERVAL = `${INTERVAL('o')}, NULL::timestamptz AS held_to, o.received_at,
  NULL::timestamptz AS close_received_at`
export const CLOSED_INTERVAL = `${INTERVAL('c')}, c.held_to, c.received_at, c.close_received_at`

/** The classes of `held_class`, each with a length that its intervals stay below. The last has no end: 2,000 years. */
const CLASSES = [8, 64, 512, 4096, 32_768, 262_144, 2_097_152, 16_777_216, 134_217_728, 63_115_200_000]
  .map((seconds, index) => `(${index}, ${seconds} * interval '1 second')`)
  .join(', ')

// The instant by two clocks: as it was asked, and as the host's own clock showed it if its skew was the one we know.
const SKEWED = `(CASE WHEN abs(h.clock_skew_ms) >= 1000 THEN h.clock_skew_ms ELSE 0 END) * interval '1 millisecond'`
const HOSTS = `SELECT h.id, $2::timestamptz AS asked, $2::timestamptz + ${SKEWED} AS corrected FROM`
const HELD = (row: string, end: string) => `(
  (${row}.held_from <= h.asked AND ${end} > h.asked) OR (${row}.held_from <= h.corrected AND ${end} > h.corrected))`

const NAMED = 'lower(h.name) = lower($4) OR h.id = $5::uuid'

// Each host once, by stepping through the index: an address may have a million intervals on a thousand hosts.
const EVER_HELD_IT = `
  RECURSIVE past AS (
    (SELECT host_id FROM allocation WHERE address = $1::inet ORDER BY host_id LIMIT 1)
    UNION ALL
    SELECT (SELECT c.host_id FROM allocation c WHERE c.address = $1::inet AND c.host_id > past.host_id
            ORDER BY c.host_id LIMIT 1)
    FROM past WHERE past.host_id IS NOT NULL)`

export interface Head {
  number: number
  publishedAt: Date
  reason: string
}

export interface HolderRecord extends HeldThenRecord {
  /** What its host had in force then; null where it had told nothing yet. */
  revision: number | null
  since: Date | null
}

export interface HeldThen {
  /** Null when no host is asked for; else whether there is or was such a one. */
  hostKnown: boolean | null
  /** The newest revision that was published by then. */
  head: Head | null
  /** By host and user. */
  holders: HolderRecord[]
}

interface AnswerRow extends HolderRecord {
  hostKnown: boolean | null
  headNumber: number | null
  headAt: Date
  headReason: string
}

/**
 * The intervals of an address that lasted at `at`, and the revisions then, in one statement: of a question this short,
 * most is the way to the database and back. `host` is a name or an id; null: on any host.
 * @param limit the most that is read; which ones are left out is not defined.
 */
export async function readHeldThen(
  db: Sql,
  { address, at, host }: { address: string; at: string; host: string | null },
  limit: number,
): Promise<HeldThen> {
  const rows = await db.$queryRawUnsafe<AnswerRow[]>(
    heldThenSql(host !== null),
    ...[address, at, limit, ...(host === null ? [] : [host, uuidOf(host)])],
  )
  const [first] = rows
  return {
    hostKnown: first?.hostKnown ?? null,
    head: first ? headOf(first) : null,
    holders: rows.filter(({ id }) => id !== null).map(holderOf),
  }
}

const headOf = ({ headNumber, headAt, headReason }: AnswerRow): Head | null =>
  headNumber === null ? null : { number: headNumber, publishedAt: headAt, reason: headReason }

const holderOf = ({ hostKnown, headNumber, headAt, headReason, ...holder }: AnswerRow): HolderRecord => holder

const OF_CLASS = `a.address = $1::inet AND a.host_id = h.id AND held_class(a.held_from, a.held_to) = class.number`

/**
 * One row at least. Parameters: address, instant, limit, and, when `ofHost`, a name and an id. The index alone tells
 * when an address was held (`time`), so that of many intervals near the instant only those that reach it are read.
 * `DISTINCT` and `OFFSET 0` keep the planner from reading all that a host had and joining the classes to it.
 */
export function heldThenSql(ofHost: boolean): string {
  const past = ofHost ? 'chosen' : `(${HOSTS} past JOIN host h ON h.id = past.host_id)`
  return `
    WITH ${ofHost ? `chosen AS MATERIALIZED (${HOSTS} host h WHERE ${NAMED} LIMIT 100)` : EVER_HELD_IT}, held AS (
      (SELECT ${OPEN_INTERVAL}
       FROM allocation_open o JOIN ${ofHost ? 'chosen' : `(${HOSTS} host h)`} h ON h.id = o.host_id
       WHERE o.address = $1::inet AND ${HELD('o', `'infinity'::timestamptz`)} LIMIT $3)
      UNION ALL
      (SELECT ${CLOSED_INTERVAL}
       FROM ${past} h CROSS JOIN (VALUES ${CLASSES}) AS class(number, below)
       CROSS JOIN LATERAL (
         SELECT DISTINCT a.held_from, a.held_to FROM allocation a
         WHERE ${OF_CLASS} AND a.held_from > least(h.asked, h.corrected) - class.below
           AND a.held_from <= greatest(h.asked, h.corrected) AND ${HELD('a', 'a.held_to')}) time
       CROSS JOIN LATERAL (
         SELECT * FROM allocation a
         WHERE ${OF_CLASS} AND a.held_from = time.held_from AND a.held_to = time.held_to OFFSET 0) c
       LIMIT $3))
    SELECT ${ofHost ? 'EXISTS (SELECT FROM chosen)' : 'NULL::boolean'} AS "hostKnown",
      head.number AS "headNumber", head.published_at AS "headAt", head.reason AS "headReason", found.*
    FROM (VALUES (1)) AS answer
    LEFT JOIN (SELECT number, published_at, reason FROM revision WHERE published_at <= $2::timestamptz
               ORDER BY published_at DESC, number DESC LIMIT 1) head ON true
    LEFT JOIN (
      SELECT ${HELD_COLUMNS}, f.revision, f.since
      FROM (SELECT * FROM held LIMIT $3) a
      JOIN session s ON s.id = a.session_id JOIN host h ON h.id = a.host_id JOIN person p ON p.id = s.person_id
      LEFT JOIN LATERAL (
        SELECT revision, since FROM host_in_force WHERE host_id = a.host_id AND since <= $2::timestamptz
        ORDER BY since DESC LIMIT 1) f ON true) found ON true
    ORDER BY lower(found.host), found."hostId", found."user", found."from", found.kind, found.program, found.id`
}

const uuidOf = (text: string) => (isUuid(text) ? text : null)

/** Hosts that have or had this name (in any case), or the one of this id: names return after a host was retired. */
export async function findHostIds(db: Sql, nameOrId: string): Promise<string[]> {
  const rows = await db.$queryRawUnsafe<{ id: string }[]>(
    `SELECT id::text FROM host WHERE lower(name) = lower($1) OR id = $2::uuid ORDER BY id LIMIT 100`,
    nameOrId,
    uuidOf(nameOrId),
  )
  return rows.map(({ id }) => id)
}
