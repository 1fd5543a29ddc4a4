import { randomBytes } from 'node:crypto'
import { sha256 } from '~/protocol/hash'
import { AppError } from '../errors'
import { type Actor, recordAudit } from '../repositories/audit'
import { inTransaction } from '../repositories/db'
import { lockFarm } from '../repositories/farm-lock'
import { findHost, lockHost, withdrawKey } from '../repositories/host'
import type { ServiceContext } from './context'
import { announceHosts } from './farm-news'
import { getHostRow } from './host-rows'
import { resolveHosts } from './resolve-hosts'
import type { HostRow } from './views/host-view'

/**
 * Takes a host's key away from all who hold it. Its machine enrols again and gets the same row with a new key; every
 * other machine that held the key enrols as a host of its own. The history stays with the row.
 */
export async function rekeyHost(
  ctx: ServiceContext,
  actor: Actor,
  input: { id: string; reason: string },
): Promise<HostRow> {
  const resolved = await inTransaction(ctx.database, async (tx) => {
    await lockFarm(tx, 'shared')
    await lockHost(tx, input.id)
    const host = await findHost(tx, input.id)
    if (!host) throw new AppError('not-found', 'There is no such host.')
    if (host.lifecycle !== 'quarantined' && host.lifecycle !== 'active') {
      throw new AppError(
        'conflict',
        `${host.name} is ${host.lifecycle.replace('_', ' ')}: only an active or a quarantined host has a key to take away.`,
      )
    }
    // Nobody knows what this is the hash of.
    await withdrawKey(tx, host.id, sha256(randomBytes(32).toString('base64url')))
    await recordAudit(tx, {
      actor,
      action: 'host.rekey',
      object: { kind: 'host', id: host.id },
      before: { lifecycle: host.lifecycle },
      after: { lifecycle: 'active' },
      reason: input.reason,
    })
    return resolveHosts(tx, ctx, { hostIds: [host.id], locked: true })
  })
  ctx.board.remove(input.id)
  ctx.nudges.closeHost(input.id)
  ctx.boots.forget(input.id)
  await announceHosts(ctx, resolved, [input.id])
  return getHostRow(ctx, input.id)
}
