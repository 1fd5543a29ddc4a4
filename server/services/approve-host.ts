import { AppError } from '../errors'
import { type Actor, recordAudit } from '../repositories/audit'
import { inTransaction } from '../repositories/db'
import { lockFarm } from '../repositories/farm-lock'
import { changeHost, findHost, lockHost } from '../repositories/host'
import type { ServiceContext } from './context'
import { announceHosts } from './farm-news'
import { getHostRow } from './host-rows'
import { resolveHosts } from './resolve-hosts'
import type { HostRow } from './views/host-view'

/** Accepts a host that waits for approval: it is given its first ticket. One that is active already stays so. */
export async function approveHost(
  ctx: ServiceContext,
  actor: Actor,
  input: { id: string },
): Promise<HostRow> {
  const resolved = await inTransaction(ctx.database, async (tx) => {
    await lockFarm(tx, 'shared')
    await lockHost(tx, input.id)
    const host = await findHost(tx, input.id)
    if (!host) throw new AppError('not-found', 'There is no such host.')
    if (host.lifecycle === 'active') return null
    if (host.lifecycle !== 'pending_approval') {
      throw new AppError(
        'conflict',
        `${host.name} is ${host.lifecycle}: only a host that waits can be approved.`,
      )
    }
    await changeHost(tx, host.id, { lifecycle: 'active' })
    await recordAudit(tx, {
      actor,
      action: 'host.approve',
      object: { kind: 'host', id: host.id },
      before: { lifecycle: 'pending-approval' },
      after: { lifecycle: 'active' },
    })
    return resolveHosts(tx, ctx, { hostIds: [host.id] })
  })
  if (resolved) {
    ctx.board.become(input.id, 'active')
    await announceHosts(ctx, resolved, [input.id])
  }
  return getHostRow(ctx, input.id)
}
