import { AppError } from '../../errors'
import { type Actor, recordAudit } from '../../repositories/audit'
import { type CitrixDeliveryRecord, finishDelivery, insertDelivery } from '../../repositories/citrix-delivery'
import { inTransaction } from '../../repositories/db'
import { findRevision } from '../../repositories/revision'
import type { ServiceContext } from '../context'

type Context = Pick<ServiceContext, 'database' | 'clock'>

/** Written before the first call: a run that is never ended was interrupted. @throws AppError `not-found` */
export async function beginDelivery(
  { database, clock }: Context,
  actor: Actor,
  input: Pick<CitrixDeliveryRecord, 'site' | 'setName' | 'revision'>,
): Promise<string> {
  return inTransaction(database, async (tx) => {
    if (!(await findRevision(tx, input.revision)))
      throw new AppError('not-found', `There is no revision ${input.revision}: make the plan anew.`)
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
  { id, ...end }: Pick<CitrixDeliveryRecord, 'id' | 'state' | 'calls' | 'why'>,
): Promise<void> {
  await inTransaction(database, async (tx) => {
    await finishDelivery(tx, id, { ...end, finishedAt: clock.now() })
    await recordAudit(tx, {
      actor,
      action: end.state === 'delivered' ? 'citrix.delivered' : 'citrix.interrupted',
      object: { kind: 'citrixDelivery', id },
      after: { calls: end.calls, ...(end.why && { why: end.why }) },
    })
  })
}
