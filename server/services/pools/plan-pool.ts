import { checkPool, type PoolDefinition, type PoolPlan, poolOverlap } from '~/domain/pool'
import { fail } from '~/domain/result'
import { AppError } from '../../errors'
import { findPool, listPoolRecords, type PoolRecord } from '../../repositories/pool'
import { findForeignAddress, readAffected } from '../../repositories/pool-address'
import { type Sql, sqlOf } from '../../repositories/statements'
import type { ServiceContext } from '../context'
import type { PoolPlanView } from '../views/pool-view'

const MOST_SHOWN = 100

/**
 * What a pool of this definition would be, and whom the change of an existing one touches. Nothing is changed.
 * @throws AppError `bad-input`, `conflict` where another pool stands in the way, `not-found`.
 */
export async function planPool(
  ctx: ServiceContext,
  { id, definition }: { id?: string; definition: PoolDefinition },
): Promise<PoolPlanView> {
  const sql = sqlOf(ctx.statements)
  const before = id === undefined ? null : await existingPool(sql, id)
  const plan = await checkedPool(sql, definition, before?.id ?? null)
  return planView(sql, plan, before)
}

export async function planView(sql: Sql, plan: PoolPlan, before: PoolRecord | null): Promise<PoolPlanView> {
  const { network, size, spans } = plan
  if (!before) {
    return { network: network.text, size, sizeBefore: 0, sessions: 0, reservations: 0, affected: [] }
  }
  const checked = checkPool(before)
  const { sessions, reservations, rows } = await readAffected(sql, before.id, spans, MOST_SHOWN)
  return {
    network: network.text,
    size,
    sizeBefore: checked.ok ? checked.plan.size : 0,
    sessions,
    reservations,
    affected: rows.map(({ address, sessionId, host, number, user, reservedFor }) => ({
      address,
      sessionId,
      host,
      number,
      user,
      reservedFor,
    })),
  }
}

/** @throws AppError `not-found` */
export async function existingPool(sql: Sql, id: string): Promise<PoolRecord> {
  const pool = await findPool(sql, id)
  if (pool) return pool
  throw new AppError('not-found', 'There is no such pool.')
}

/** @throws AppError `bad-input` with every problem, `conflict` for a name or an address that another pool has. */
export async function checkedPool(
  sql: Sql,
  definition: PoolDefinition,
  ownId: string | null,
): Promise<PoolPlan> {
  const checked = checkPool(definition)
  if (!checked.ok) {
    const [first] = checked.problems
    throw new AppError('bad-input', first ? `${first.field}: ${first.rule}. ${first.mend}` : 'Bad input.', {
      problems: checked.problems,
    })
  }
  const others = (await listPoolRecords(sql)).filter(({ id }) => id !== ownId)
  refuseName(definition.name, others)
  for (const other of others) refuseOverlap(checked.plan, definition, other)
  const foreign = await findForeignAddress(sql, ownId ?? NO_POOL, checked.plan.spans)
  if (foreign) {
    const rule = `${foreign.address} was taken out of the pool ${foreign.pool}, but a session still holds it`
    throw conflict(
      'ranges',
      foreign.address,
      rule,
      'Wait until that session has ended, or leave the address out.',
    )
  }
  return checked.plan
}

const NO_POOL = '00000000-0000-0000-0000-000000000000'

const conflict = (field: string, value: unknown, rule: string, mend: string) =>
  new AppError('conflict', `${field}: ${rule}. ${mend}`, {
    problems: [fail(field, value, rule, mend).problem],
  })

function refuseName(name: string, others: readonly PoolRecord[]): void {
  const taken = others.find((other) => other.name.toLowerCase() === name.toLowerCase())
  if (!taken) return
  const rule = `a pool named ${taken.name} exists; names that differ only in case are one name`
  throw conflict('name', name, rule, 'Choose another name, or change that pool.')
}

function refuseOverlap(plan: PoolPlan, definition: PoolDefinition, other: PoolRecord): void {
  const checked = checkPool(other)
  const overlap = checked.ok ? poolOverlap(plan, checked.plan) : null
  if (!overlap) return
  if (overlap.kind === 'address') {
    const value = definition.ranges.length > 0 ? definition.ranges.join(', ') : definition.network
    const rule = `${overlap.text} belongs to the pool ${other.name} already`
    throw conflict('ranges', value, rule, 'Let pools stand apart: an address is in one of them.')
  }
  const rule = `it overlaps ${overlap.text}, the network of the pool ${other.name}, and is not the same`
  throw conflict(
    'network',
    definition.network,
    rule,
    `Write ${overlap.text} with ranges of its own, or another network.`,
  )
}
