import { AppError } from '../errors'
import { closeAddresses } from '../repositories/allocation-ingest'
import { type Actor, recordAudit } from '../repositories/audit'
import { inTransaction } from '../repositories/db'
import { changeHost, findHost, lockHost } from '../repositories/host'
import { freeSlices, sliceOwner } from '../repositories/pool-slice'
import { endOfHost } from '../repositories/session-ingest'
import type { ServiceContext } from './context'
import { announceHosts } from './farm-news'
import { getHostRow } from './host-rows'
import type { HostRow } from './views/host-view'

/** Takes a host out of the farm: its credential is worth nothing from the commit on, its history stays. */
export async function retireHost(
  ctx: ServiceContext,
  actor: Actor,
  input: { id: string; reason: string },
): Promise<HostRow> {
  const now = ctx.clock.now()
  const ended = await inTransaction(ctx.database, async (tx) => {
    await lockHost(tx, input.id)
    const host = await findHost(tx, input.id)
    if (!host) throw new AppError('not-found', 'There is no such host.')
    if (host.lifecycle === 'retired') return []
    await changeHost(tx, host.id, { lifecycle: 'retired' })
    await freeSlices(tx, sliceOwner(host.name), now)
    const sessions = await endOfHost(tx, host.id, now)
    await closeAddresses(tx, { held: [], told: [], ended: sessions, at: now, now })
    await recordAudit(tx, {
      actor,
      action: 'host.retire',
      object: { kind: 'host', id: host.id },
      before: { lifecycle: host.lifecycle.replace('_', '-') },
      after: { lifecycle: 'retired', sessionsEnded: sessions.length },
      reason: input.reason,
    })
    return sessions
  })
  ctx.board.remove(input.id)
  ctx.nudges.closeHost(input.id)
  ctx.hub.publish(ended.map(({ sessionId }) => ({ kind: 'session', id: sessionId })))
  await announceHosts(ctx, { revision: ctx.farm.revision, changed: [] }, [input.id])
  return getHostRow(ctx, input.id)
}
