/** The addresses that sessions hold now, by address: loopback ones, leased ones, seen ones. */

import type { Db } from './db'

export type HeldKind = 'granted' | 'computed' | 'observed'

/** An address that a session holds: one row, however many facts and programs say so. */
export interface HeldNowRecord {
  /** The session and the address: the same row for as long as it is held. */
  id: string
  address: string
  network: string
  kinds: HeldKind[]
  programs: string[]
  sessionId: string
  hostId: string
  host: string
  number: number
  user: string
  /** Since the first of the facts. */
  from: Date
}

export interface HeldNowFilter {
  /** Part of an address, or of a user's or a host's name. */
  q?: string
  network: 'loopback' | 'virtual' | 'all'
  /** This fact is among those that say so. */
  kind?: HeldKind
}

/** Where a page begins: behind this address, or at it with a higher session. */
export interface HeldNowKey {
  address: string
  sessionId: string
}

/**
 * Grouped, and cut to a `page`, before anything is joined to it: so a page reads no more of the index of addresses than it
 * shows. Each row has one session, one host and one person, so none is lost by it.
 */
const rowsOf = (intervals: string, having: string, page = '') => `
  SELECT o.session_id || ' ' || host(o.address) AS id, host(o.address) AS address, o.network, o.kinds, o.programs,
    o.session_id::text AS "sessionId", h.id::text AS "hostId", h.name AS host, s.number, p.name AS "user", o."from"
  FROM (
    SELECT address, session_id, (array_agg(network ORDER BY kind))[1] AS network,
      array_agg(DISTINCT kind ORDER BY kind)::text[] AS kinds,
      coalesce(array_agg(DISTINCT program) FILTER (WHERE program IS NOT NULL), '{}') AS programs,
      min(held_from) AS "from"
    FROM allocation_open WHERE ${intervals} GROUP BY address, session_id HAVING ${having} ${page}) o
  JOIN session s ON s.id = o.session_id JOIN host h ON h.id = s.host_id JOIN person p ON p.id = s.person_id`

const NETWORK: Record<HeldNowFilter['network'], string> = {
  loopback: `network = 'loopback'`,
  virtual: `network <> 'loopback'`,
  all: 'true',
}

/** Names lead to sessions first; an address is compared where the words could be a part of one. */
const FOUND = `($1::text IS NULL
  OR session_id IN (
    SELECT s.id FROM person p JOIN session s ON s.person_id = p.id AND s.ended_at IS NULL
    WHERE strpos(lower(p.name), lower($1)) > 0
    UNION ALL
    SELECT s.id FROM host h JOIN session s ON s.host_id = h.id AND s.ended_at IS NULL
    WHERE strpos(lower(h.name), lower($1)) > 0)
  OR ($6::text IS NOT NULL AND strpos(host(address), $6) > 0))`

export const heldNowSql = (network: HeldNowFilter['network']) =>
  `${rowsOf(
    `${NETWORK[network]} AND ${FOUND} AND ($3::inet IS NULL OR (address, session_id) > ($3::inet, $4::uuid))`,
    '$2::text IS NULL OR bool_or(kind = $2::allocation_kind)',
    'ORDER BY address, session_id LIMIT $5',
  )} ORDER BY o.address, o.session_id`

/** By address, each by its sessions. */
export async function readHeldNow(
  db: Db,
  { q, network, kind }: HeldNowFilter,
  after: HeldNowKey | null,
  limit: number,
): Promise<HeldNowRecord[]> {
  return db.$queryRawUnsafe<HeldNowRecord[]>(
    heldNowSql(network),
    q ?? null,
    kind ?? null,
    after?.address ?? null,
    after?.sessionId ?? null,
    limit,
    q !== undefined && /^[\d.]+$/.test(q) ? q : null,
  )
}

export async function readHeldNowOf(db: Db, sessionIds: readonly string[]): Promise<HeldNowRecord[]> {
  return db.$queryRawUnsafe<HeldNowRecord[]>(rowsOf('session_id = ANY($1::uuid[])', 'true'), [...sessionIds])
}
