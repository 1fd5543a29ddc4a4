import { closeAddresses } from '../repositories/allocation-ingest'
import { endOtherBoots, type SessionOwner } from '../repositories/session-ingest'
import type { Sql } from '../repositories/statements'

/** A host came back with a new boot: nothing of the boots before can still be open. Returns the sessions it ended. */
export async function noteReboot(tx: Sql, owner: SessionOwner, at: Date): Promise<string[]> {
  const ended = await endOtherBoots(tx, owner, at)
  await closeAddresses(tx, { held: [], told: [], ended, at, now: owner.now })
  return ended.map(({ sessionId }) => sessionId)
}
