import { addressRange } from '~/domain/ip'
import { findHeld, findHosts, findPersons, findPolicies, findSessionsOf } from '../repositories/search'
import type { ServiceContext } from './context'
import type { Found } from './views/found-view'

/** What a word names: few of each kind. An address, or the beginning of one, finds who holds it now. */
export async function findAnything(
  { database }: ServiceContext,
  { q, limit, withPolicies }: { q: string; limit: number; withPolicies: boolean },
): Promise<Found> {
  const range = addressRange(q)
  const [hosts, sessions, people, policies, addresses] = await Promise.all([
    findHosts(database, q, limit),
    range ? [] : findSessionsOf(database, q, limit),
    range ? [] : findPersons(database, q, limit),
    withPolicies ? findPolicies(database, q, limit) : [],
    range ? findHeld(database, range.from, range.to, limit) : [],
  ])
  return { hosts, sessions, people, policies, addresses }
}
