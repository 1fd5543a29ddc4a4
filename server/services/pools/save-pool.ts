import { randomUUID } from 'node:crypto'
import type { PoolDefinition } from '~/domain/pool'
import { AppError } from '../../errors'
import { type Actor, recordAudit } from '../../repositories/audit'
import { type Db, inTransaction } from '../../repositories/db'
import { lockWord } from '../../repositories/farm-lock'
import {
  changePool,
  deletePool,
  insertPool,
  lockPool,
  type PoolFields,
  readPools,
} from '../../repositories/pool'
import { addPoolAddresses, dropPoolAddresses } from '../../repositories/pool-address'
import type { ServiceContext } from '../context'
import type { PoolRow } from '../views/pool-view'
import { checkedPool, existingPool, planView } from './plan-pool'
import { getPoolRow } from './pool-rows'

/** One at a time: two pools that overlap must not be made at once. */
const lockDefinitions = (tx: Db) => lockWord(tx, 'pools')

/** @throws AppError `bad-input`, `conflict` */
export async function createPool(
  ctx: ServiceContext,
  actor: Actor,
  definition: PoolDefinition,
): Promise<PoolRow> {
  const id = randomUUID()
  await inTransaction(ctx.database, async (tx) => {
    await lockDefinitions(tx)
    const { spans, network } = await checkedPool(tx, definition, null)
    const fields = fieldsOf(definition, network.text)
    await insertPool(tx, id, fields, ctx.clock.now())
    await addPoolAddresses(tx, id, spans)
    await recordAudit(tx, { actor, action: 'pool.create', object: { kind: 'pool', id }, after: fields })
  })
  ctx.hub.publish([{ kind: 'pool', id }])
  return getPoolRow(ctx, id)
}

export interface PoolChange {
  id: string
  version: number
  definition: PoolDefinition
  reason: string
  /** How many sessions and reservations the change touches, as its plan said. */
  accept: { sessions: number; reservations: number }
}

/**
 * Sessions that hold an address which leaves keep it until they end.
 * @throws AppError `stale` when it was changed meanwhile or touches others than were accepted; `bad-input`, `conflict`.
 */
export async function savePool(ctx: ServiceContext, actor: Actor, change: PoolChange): Promise<PoolRow> {
  const { id, version, definition, reason, accept } = change
  await inTransaction(ctx.database, async (tx) => {
    await lockDefinitions(tx)
    await lockPool(tx, id)
    const before = await existingPool(tx, id)
    if (before.version !== version)
      throw new AppError('stale', 'Somebody changed this pool meanwhile.', { current: before })
    const plan = await checkedPool(tx, definition, id)
    const planned = await planView(tx, plan, before)
    if (planned.sessions !== accept.sessions || planned.reservations !== accept.reservations) {
      const told = `This touches ${planned.sessions} sessions and ${planned.reservations} reservations now.`
      throw new AppError('stale', told, { current: planned })
    }
    const after = fieldsOf(definition, plan.network.text)
    await changePool(tx, id, after, ctx.clock.now())
    await dropPoolAddresses(tx, id, plan.spans)
    await addPoolAddresses(tx, id, plan.spans)
    const { id: _id, version: _version, ...fields } = before
    await recordAudit(tx, {
      actor,
      action: 'pool.update',
      object: { kind: 'pool', id },
      before: fields,
      after: { ...after, sessionsOutside: planned.sessions, reservationsLost: planned.reservations },
      reason,
    })
  })
  ctx.hub.publish([{ kind: 'pool', id }])
  return getPoolRow(ctx, id)
}

/** @throws AppError `conflict` while sessions hold addresses of it. */
export async function removePool(
  ctx: ServiceContext,
  actor: Actor,
  { id, reason }: { id: string; reason: string },
): Promise<{ id: string }> {
  await inTransaction(ctx.database, async (tx) => {
    await lockDefinitions(tx)
    await lockPool(tx, id)
    const [pool] = await readPools(tx, ctx.clock.now(), id)
    if (!pool) throw new AppError('not-found', 'There is no such pool.')
    if (pool.held > 0) {
      const mend = 'Name another pool in the policy and wait until they have ended.'
      throw new AppError('conflict', `${pool.held} sessions hold addresses of ${pool.name}. ${mend}`)
    }
    await deletePool(tx, id)
    const { name, network, ranges, exclusions, size } = pool
    await recordAudit(tx, {
      actor,
      action: 'pool.remove',
      object: { kind: 'pool', id },
      before: { name, network, ranges, exclusions, size },
      reason,
    })
  })
  ctx.hub.publish([{ kind: 'pool', id }])
  return { id }
}

const fieldsOf = (definition: PoolDefinition, network: string): PoolFields => ({
  ...definition,
  network,
  ranges: definition.ranges.map((text) => text.replace(/\s/g, '')),
  exclusions: definition.exclusions.map((text) => text.replace(/\s/g, '')),
})
