import { SILENT_AFTER_MS } from '~/domain/citrix-site/delivery'
import { AppError } from '../../errors'
import { type Actor, recordAudit } from '../../repositories/audit'
import {
  type CitrixDeliveryRecord,
  finishDelivery,
  insertDelivery,
  openDeliveries,
} from '../../repositories/citrix-delivery'
import { type Db, inTransaction } from '../../repositories/db'
import { lockWord } from '../../repositories/farm-lock'
import { findRevision } from '../../repositories/revision'
import type { ServiceContext } from '../context'

type Context = Pick<ServiceContext, 'database' | 'clock'>

/**
 * Written before the first call. One run at a time writes into a policy set; one that broke off is put down as such.
 * @throws AppError `not-found`, `conflict`
 */
export async function beginDelivery(
  { database, clock }: Context,
  actor: Actor,
  input: Pick<CitrixDeliveryRecord, 'site' | 'setName' | 'revision'>,
): Promise<string> {
  return inTransaction(database, async (tx) => {
    if (!(await findRevision(tx, input.revision)))
      throw new AppError('not-found', `There is no revision ${input.revision}: make the plan anew.`)
    await lockWord(tx, `citrix-delivery:${input.site} ${input.setName}`)
    for (const run of await openDeliveries(tx, input)) {
      if (run.state === 'applying') throw busy(run)
      await end(tx, actor, { ...run, state: 'interrupted', why: BROKE_OFF, finishedAt: run.aliveAt })
    }
    const startedBy = actor.id ?? actor.kind
    const id = await insertDelivery(tx, { ...input, startedAt: clock.now(), startedBy })
    await recordAudit(tx, {
      actor,
      action: 'citrix.deliver',
      object: { kind: 'citrixDelivery', id },
      after: input,
    })
    return id
  })
}

export async function endDelivery(
  { database, clock }: Context,
  actor: Actor,
  run: Pick<CitrixDeliveryRecord, 'id' | 'state' | 'calls' | 'why'>,
): Promise<void> {
  await inTransaction(database, (tx) => end(tx, actor, { ...run, finishedAt: clock.now() }))
}

const BROKE_OFF = 'It broke off without a word: the command was killed, or its machine went down.'

async function end(
  tx: Db,
  actor: Actor,
  { id, ...run }: Pick<CitrixDeliveryRecord, 'id' | 'state' | 'calls' | 'why'> & { finishedAt: Date },
): Promise<void> {
  const { state, calls, why, finishedAt } = run
  await finishDelivery(tx, id, { state, calls, why, finishedAt })
  await recordAudit(tx, {
    actor,
    action: state === 'delivered' ? 'citrix.delivered' : 'citrix.interrupted',
    object: { kind: 'citrixDelivery', id },
    after: { calls, ...(why && { why }) },
  })
}

function busy({ startedAt, startedBy }: CitrixDeliveryRecord): AppError {
  const message = `Another run writes into this policy set, since ${startedAt.toISOString()}, started by ${startedBy}. Wait until it ends; if it was killed, for ${SILENT_AFTER_MS / 1_000} seconds.`
  return new AppError('conflict', message)
}
