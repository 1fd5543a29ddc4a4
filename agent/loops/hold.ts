/** Whether a bundle that was verified must still wait for the people on the host. Pure. */

import { APPLY_VALUE, type Ticket } from '~/protocol/ticket'
import type { ObservedSession } from '../drivers/driver'

export type Hold = 'logon' | 'drain'

/** Milliseconds since 1970. */
export type OpenSession = Pick<ObservedSession, 'logonAt'>

/** What the ticket asks for; a word of a newer farm is none that this agent can keep, and is not waited for. */
export function holdOf({ values }: Ticket): Hold | null {
  const word = values?.[APPLY_VALUE]
  if (word === 'logon') return 'logon'
  return word === 'drained' ? 'drain' : null
}

/** Sessions that virtual addresses are for: nobody waits for the console or for services. */
export function whoCounts(sessions: readonly ObservedSession[]): OpenSession[] {
  return sessions.filter(({ id, protocol }) => id >= 1 && protocol !== 'console' && protocol !== 'services')
}

/** A host without sessions has nobody to disturb, whatever it waits for. */
export function stillHolds(hold: Hold, sessions: readonly OpenSession[], since: number): boolean {
  if (sessions.length === 0) return false
  return hold === 'drain' || !sessions.some(({ logonAt }) => logonAt > since)
}
