/** A key was seen on two machines: its host is put aside until an admin gives it a new one. Failure table of the house. */

import { showsClone } from '~/domain/clone'
import { recordAudit } from '../repositories/audit'
import { inTransaction } from '../repositories/db'
import { changeHost, findHost, lockHost } from '../repositories/host'
import type { ServiceContext } from './context'
import { announceHosts } from './farm-news'

export type CloneEvidence =
  | { why: 'two-machines'; machine: string }
  /** Boots that speak in turns under one key. */
  | { why: 'boots-alternate'; boots: string[] }

/** What a call says of who makes it. */
export interface Caller {
  boot: string
  machine?: string
}

/**
 * What shows that the key is in use on another machine as well; null for none. Asked only where a call does not fit what
 * is known, so that an idle check-in costs nothing.
 */
export async function cloneEvidence(
  ctx: ServiceContext,
  hostId: string,
  { boot, machine }: Caller,
): Promise<CloneEvidence | null> {
  const host = await findHost(ctx.database, hostId)
  if (host?.lifecycle !== 'active') return null
  if (machine !== undefined && machine !== host.machineId) return { why: 'two-machines', machine }
  const nowMs = ctx.clock.now().getTime()
  ctx.boots.learn(hostId, host.boot === null ? host.pastBoots : [...host.pastBoots, host.boot])
  const seen = ctx.boots.seen(hostId)
  if (showsClone(seen, host.boot, boot, nowMs)) {
    return { why: 'boots-alternate', boots: seen.slice(-4).map((one) => one.boot) }
  }
  ctx.boots.note(hostId, boot, nowMs)
  return null
}

/** From the commit on nothing that comes under the key is stored. A host that is not active is left as it is. */
export async function quarantineHost(
  ctx: ServiceContext,
  hostId: string,
  evidence: CloneEvidence,
): Promise<void> {
  const done = await inTransaction(ctx.database, async (tx) => {
    await lockHost(tx, hostId)
    const host = await findHost(tx, hostId)
    if (host?.lifecycle !== 'active') return false
    await changeHost(tx, hostId, { lifecycle: 'quarantined' })
    await recordAudit(tx, {
      actor: { kind: 'system', id: null },
      action: 'host.quarantine',
      object: { kind: 'host', id: hostId },
      before: { lifecycle: 'active', machine: host.machineId, boot: host.boot },
      after: { lifecycle: 'quarantined', ...evidence },
      reason: 'its key is in use on two machines',
    })
    return true
  })
  if (!done) return
  ctx.log.warn({ host: hostId, ...evidence }, 'a key is in use on two machines: the host is quarantined')
  ctx.board.become(hostId, 'quarantined')
  await announceHosts(ctx, { revision: ctx.farm.revision, changed: [] }, [hostId])
}
