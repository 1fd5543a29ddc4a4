import { fail } from '~/domain/result'
import { AppError } from '../errors'
import { type Actor, recordAudit } from '../repositories/audit'
import { type Db, inTransaction } from '../repositories/db'
import { findGroupByName } from '../repositories/delivery-group'
import { lockFarm, lockHostName } from '../repositories/farm-lock'
import {
  changeHost,
  findHost,
  freeHostName,
  type HostChanges,
  type HostRecord,
  lockHost,
} from '../repositories/host'
import { renameSlices, sliceOwner } from '../repositories/pool-slice'
import type { ServiceContext } from './context'
import { announceHosts } from './farm-news'
import { getHostRow } from './host-rows'
import { resolveHosts } from './resolve-hosts'
import type { HostRow } from './views/host-view'

export interface UpdateHost {
  id: string
  /** By name; null takes the host out of its group. */
  deliveryGroup?: string | null
  tags?: string[]
  ou?: string | null
  name?: string
}

/** Changes what the farm says of a host, and what follows from it for the policies that apply there. */
export async function updateHost(ctx: ServiceContext, actor: Actor, input: UpdateHost): Promise<HostRow> {
  const resolved = await inTransaction(ctx.database, async (tx) => {
    await lockFarm(tx, 'shared')
    if (input.name !== undefined) await lockHostName(tx, input.name)
    await lockHost(tx, input.id)
    const host = await findHost(tx, input.id)
    if (!host) throw new AppError('not-found', 'There is no such host.')
    if (host.lifecycle === 'retired')
      throw new AppError('conflict', `${host.name} is retired: it is history now.`)
    const changes = await changesOf(tx, host, input)
    if (Object.keys(changes).length === 0) return null
    await changeHost(tx, host.id, changes)
    if (changes.name) await renameSlices(tx, sliceOwner(host.name), sliceOwner(changes.name))
    await recordAudit(tx, {
      actor,
      action: 'host.update',
      object: { kind: 'host', id: host.id },
      before: Object.fromEntries(Object.keys(changes).map((key) => [key, host[key as keyof HostRecord]])),
      after: changes,
    })
    return resolveHosts(tx, ctx, { hostIds: [host.id] })
  })
  if (resolved) await announceHosts(ctx, resolved, [input.id])
  return getHostRow(ctx, input.id)
}

async function changesOf(tx: Db, host: HostRecord, input: UpdateHost): Promise<HostChanges> {
  const changes: HostChanges = {}
  if (input.name !== undefined && input.name !== host.name) changes.name = await ownName(tx, host, input.name)
  if (input.deliveryGroup !== undefined) {
    const group = input.deliveryGroup === null ? null : await groupNamed(tx, input.deliveryGroup)
    if (group !== host.deliveryGroupId) changes.deliveryGroupId = group
  }
  if (input.tags && JSON.stringify(input.tags) !== JSON.stringify(host.tags)) changes.tags = input.tags
  if (input.ou !== undefined && input.ou !== host.ou) changes.ou = input.ou
  return changes
}

async function ownName(tx: Db, host: HostRecord, name: string): Promise<string> {
  if (name.toLowerCase() === host.name.toLowerCase() || (await freeHostName(tx, name)) === name) return name
  throw wrong('name', name, 'another host has this name', 'Choose another name, or rename that host first.')
}

async function groupNamed(tx: Db, name: string): Promise<string> {
  const group = await findGroupByName(tx, name)
  if (group) return group.id
  throw wrong(
    'deliveryGroup',
    name,
    'there is no delivery group of this name',
    'Choose one of the list, or create it.',
  )
}

function wrong(field: string, value: unknown, rule: string, mend: string): AppError {
  return new AppError('bad-input', `${field}: ${rule}.`, {
    problems: [fail(field, value, rule, mend).problem],
  })
}
