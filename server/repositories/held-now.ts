/** The addresses that sessions hold now, by address: loopback ones, leased ones, seen ones. */

import type { Db } from './db'

export interface HeldNowRecord {
  id: string
  address: string
  network: string
  kind: 'granted' | 'computed' | 'observed'
  program: string | null
  sessionId: string
  hostId: string
  host: string
  number: number
  user: string
  from: Date
}

export interface HeldNowFilter {
  /** Part of an address, or of a user's or a host's name. */
  q?: string
  network: 'loopback' | 'virtual' | 'all'
  kind?: HeldNowRecord['kind']
}

/** Where a page begins: behind this address, or at it with a higher id. */
export interface HeldNowKey {
  address: string
  id: string
}

const ROW = `
  SELECT o.id::text, host(o.address) AS address, o.network, o.kind::text, o.program, o.session_id::text AS "sessionId",
    h.id::text AS "hostId", h.name AS host, s.number, p.name AS "user", o.held_from AS "from"
  FROM allocation_open o JOIN session s ON s.id = o.session_id JOIN host h ON h.id = o.host_id
  JOIN person p ON p.id = s.person_id`

const NETWORK: Record<HeldNowFilter['network'], string> = {
  loopback: `o.network = 'loopback'`,
  virtual: `o.network <> 'loopback'`,
  all: 'true',
}

/** By address, each with its lowest id first. */
export async function readHeldNow(
  db: Db,
  { q, network, kind }: HeldNowFilter,
  after: HeldNowKey | null,
  limit: number,
): Promise<HeldNowRecord[]> {
  return db.$queryRawUnsafe<HeldNowRecord[]>(
    `${ROW} WHERE ${NETWORK[network]}
       AND ($1::text IS NULL OR strpos(host(o.address), $1) > 0 OR strpos(lower(p.name), lower($1)) > 0
         OR strpos(lower(h.name), lower($1)) > 0)
       AND ($2::text IS NULL OR o.kind = $2::allocation_kind)
       AND ($3::inet IS NULL OR (o.address, o.id) > ($3::inet, $4::uuid))
     ORDER BY o.address, o.id LIMIT $5`,
    q ?? null,
    kind ?? null,
    after?.address ?? null,
    after?.id ?? null,
    limit,
  )
}

export async function readHeldNowOf(db: Db, sessionIds: readonly string[]): Promise<HeldNowRecord[]> {
  return db.$queryRawUnsafe<HeldNowRecord[]>(`${ROW} WHERE o.session_id = ANY($1::uuid[])`, [...sessionIds])
}
