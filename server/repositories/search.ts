/** Finding rows by a word: few of each kind, by what an index or a short table can answer. */

import type { Db } from './db'

export interface FoundSession {
  id: string
  user: string
  host: string
  number: number
  address: string | null
  ended: boolean
}

/** Hosts with the word in their name or a tag; those that begin with it first. */
export async function findHosts(db: Db, q: string, limit: number): Promise<{ id: string; name: string }[]> {
  return db.$queryRawUnsafe<{ id: string; name: string }[]>(
    `SELECT id::text, name FROM host
     WHERE lifecycle <> 'retired' AND (strpos(lower(name), lower($1)) > 0
       OR EXISTS (SELECT FROM unnest(tags) tag WHERE lower(tag) = lower($1)))
     ORDER BY strpos(lower(name), lower($1)) = 1 DESC, lower(name), id LIMIT $2`,
    q,
    limit,
  )
}

const SESSION = `
  SELECT s.id::text, p.name AS "user", h.name AS host, s.number, host(s.predicted) AS address,
    s.ended_at IS NOT NULL AS ended
  FROM session s JOIN person p ON p.id = s.person_id JOIN host h ON h.id = s.host_id`

/** The newest sessions of people whose name begins with or contains the word. */
export async function findSessionsOf(db: Db, q: string, limit: number): Promise<FoundSession[]> {
  return db.$queryRawUnsafe<FoundSession[]>(
    `WITH named AS (
       SELECT id FROM person WHERE strpos(lower(name), lower($1)) > 0
       ORDER BY strpos(lower(name), lower($1)), name LIMIT $2),
     newest AS (
       SELECT x.id FROM named n CROSS JOIN LATERAL (
         SELECT id, logon_at, ended_at FROM session WHERE person_id = n.id ORDER BY logon_at DESC LIMIT $2) x
       ORDER BY x.ended_at IS NOT NULL, x.logon_at DESC LIMIT $2)
     ${SESSION} WHERE s.id IN (SELECT id FROM newest) ORDER BY s.ended_at IS NOT NULL, s.logon_at DESC`,
    q,
    limit,
  )
}

export interface FoundPerson {
  name: string
}

export async function findPersons(db: Db, q: string, limit: number): Promise<FoundPerson[]> {
  return db.$queryRawUnsafe<FoundPerson[]>(
    `SELECT name FROM person WHERE strpos(lower(name), lower($1)) > 0
     ORDER BY strpos(lower(name), lower($1)), name LIMIT $2`,
    q,
    limit,
  )
}

export interface FoundAddress extends FoundSession {
  held: string
}

/** Who holds an address between two now. */
export async function findHeld(db: Db, from: string, to: string, limit: number): Promise<FoundAddress[]> {
  return db.$queryRawUnsafe<FoundAddress[]>(
    `WITH held AS (
       SELECT DISTINCT ON (address, session_id) address, session_id FROM allocation_open
       WHERE address BETWEEN $1::inet AND $2::inet ORDER BY address, session_id LIMIT $3)
     SELECT host(a.address) AS held, s.* FROM held a
     JOIN (${SESSION} WHERE s.id IN (SELECT session_id FROM held)) s ON s.id = a.session_id::text
     ORDER BY a.address, s.id`,
    from,
    to,
    limit,
  )
}

export async function findPolicies(
  db: Db,
  q: string,
  limit: number,
): Promise<{ id: string; name: string }[]> {
  return db.$queryRawUnsafe<{ id: string; name: string }[]>(
    `SELECT id::text, name FROM policy WHERE strpos(lower(name), lower($1)) > 0 ORDER BY priority LIMIT $2`,
    q,
    limit,
  )
}
