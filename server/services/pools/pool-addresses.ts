import { hostSpan, readAddress, readNetwork } from '~/domain/network'
import { fail, problemText } from '~/domain/result'
import { AppError } from '../../errors'
import { type Actor, recordAudit } from '../../repositories/audit'
import { inTransaction } from '../../repositories/db'
import { findPersonId } from '../../repositories/held-over'
import { addPersons } from '../../repositories/person'
import { lockPool } from '../../repositories/pool'
import {
  findPoolAddress,
  type PoolAddressRecord,
  readPoolAddresses,
  setReservation,
} from '../../repositories/pool-address'
import { sqlOf } from '../../repositories/statements'
import type { ServiceContext } from '../context'
import type { AddressState, PoolAddressRow } from '../views/pool-view'
import { existingPool } from './plan-pool'

const PAGE = 256

/** The addresses of a pool in order, a block of 256 at a time: the one that holds `from`, the first without it. */
export async function listPoolAddresses(
  ctx: Pick<ServiceContext, 'statements' | 'clock'>,
  { id, from }: { id: string; from?: string },
): Promise<{ rows: PoolAddressRow[] }> {
  const sql = sqlOf(ctx.statements)
  const pool = await existingPool(sql, id)
  const network = readNetwork(pool.network)
  const asked = from === undefined ? null : readAddress(from, 'from')
  if (asked && !asked.ok)
    throw new AppError('bad-input', problemText(asked.problem), { problems: [asked.problem] })
  const start = asked?.value ?? (network.ok ? hostSpan(network.value).first : 0)
  const first = Math.floor(start / PAGE) * PAGE
  const now = ctx.clock.now()
  const records = await readPoolAddresses(sql, id, { first, last: first + PAGE - 1, now })
  return { rows: records.map((record) => rowOf(record, pool.quarantineSeconds)) }
}

function rowOf(record: PoolAddressRecord, quarantineSeconds: number): PoolAddressRow {
  const { since, releasedAt, resting, others: _others, ...rest } = record
  const restsUntil =
    resting && releasedAt ? new Date(releasedAt.getTime() + quarantineSeconds * 1000).toISOString() : null
  return {
    ...rest,
    state: stateOf(record),
    since: since?.toISOString() ?? null,
    releasedAt: releasedAt?.toISOString() ?? null,
    restsUntil,
  }
}

function stateOf(record: PoolAddressRecord): AddressState {
  if (record.others > 0) return 'conflict'
  if (record.sessionId !== null) return 'held'
  if (record.reservedUser !== null || record.reservedProgram !== null) return 'reserved'
  return record.resting ? 'resting' : 'free'
}

export interface ReservationChange {
  id: string
  address: string
  /** Whom or what it is kept for; null: for nobody any more. */
  user: string | null
  program: string | null
  note: string
  reason: string
}

/**
 * Keeps an address for a user or a program. Whoever holds it keeps it until the session ends.
 * @throws AppError `bad-input`, `not-found`
 */
export async function reserveAddress(
  ctx: ServiceContext,
  actor: Actor,
  { id, address, user, program, note, reason }: ReservationChange,
): Promise<{ address: string }> {
  const read = readAddress(address, 'address')
  if (!read.ok) throw new AppError('bad-input', problemText(read.problem), { problems: [read.problem] })
  if (user !== null && program !== null) {
    throw refused('user', user, 'an address is kept for a user or for a program', 'Leave one of them out.')
  }
  await inTransaction(ctx.database, async (tx) => {
    await lockPool(tx, id)
    const pool = await existingPool(tx, id)
    const before = await findPoolAddress(tx, id, read.value)
    if (!before || before.leaving) {
      throw refused(
        'address',
        address,
        `the pool ${pool.name} does not hold it`,
        'Give one of its addresses.',
      )
    }
    if (user !== null) await addPersons(tx, [user])
    const personId = user === null ? null : await findPersonId(tx, user)
    await setReservation(tx, id, read.value, { personId, program, note: note === '' ? null : note })
    await recordAudit(tx, {
      actor,
      action: personId === null && program === null ? 'pool.unreserve' : 'pool.reserve',
      object: { kind: 'pool', id },
      before: { address: before.address, personId: before.personId, program: before.program },
      after: { address: before.address, personId, program: program?.toLowerCase() ?? null, note },
      reason,
    })
  })
  ctx.hub.publish([{ kind: 'pool', id }])
  return { address }
}

const refused = (field: string, value: unknown, rule: string, mend: string) =>
  new AppError('bad-input', `${field}: ${rule}. ${mend}`, {
    problems: [fail(field, value, rule, mend).problem],
  })
