/** Old records under a made-up name: each keeps a person, and the same person the same one while they are still seen. */

import type { Sql } from './statements'

export interface Renamed {
  sessions: number
  people: number
}

/**
 * Moves sessions that ended before `before` from their person to that person's pseudonym, and forgets people of whom
 * nothing else is left: from then on nothing leads from the pseudonym to a name. Client names and addresses go as well.
 */
export async function pseudonymise(tx: Sql, before: Date): Promise<Renamed> {
  await tx.$executeRawUnsafe(
    `UPDATE person p SET pseudonym = 'user-' || substr(md5(gen_random_uuid()::text), 1, 10)
     WHERE p.pseudonym IS NULL AND ${OLD}`,
    before,
  )
  await tx.$executeRawUnsafe(
    `INSERT INTO person (id, name) SELECT gen_random_uuid(), p.pseudonym FROM person p
     WHERE p.pseudonym IS NOT NULL AND ${OLD} ON CONFLICT (name) DO NOTHING`,
    before,
  )
  const sessions = await tx.$executeRawUnsafe(
    `UPDATE session s SET person_id = made.id, client_name = NULL, client_ip = NULL
     FROM person p JOIN person made ON made.name = p.pseudonym
     WHERE s.person_id = p.id AND s.ended_at < $1::timestamptz`,
    before,
  )
  await tx.$executeRawUnsafe(
    `UPDATE pool_address a SET last_person = NULL FROM person p WHERE a.last_person = p.id AND ${UNSEEN}`,
  )
  const people = await tx.$executeRawUnsafe(`DELETE FROM person p WHERE ${UNSEEN}`)
  return { sessions, people }
}

const OLD = `p.name !~ '^user-[0-9a-f]{10}$'
  AND EXISTS (SELECT FROM session s WHERE s.person_id = p.id AND s.ended_at < $1::timestamptz)`
const UNSEEN = `p.pseudonym IS NOT NULL AND NOT EXISTS (SELECT FROM session s WHERE s.person_id = p.id)
  AND NOT EXISTS (SELECT FROM pool_address r WHERE r.reserved_person = p.id)`
