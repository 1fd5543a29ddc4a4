import { AppError } from '../errors'
import { type Actor, recordAudit } from '../repositories/audit'
import { inTransaction } from '../repositories/db'
import { findToken, markRevoked } from '../repositories/token'
import type { ServiceContext } from './context'

/** From the commit on no host enrols with it. Hosts that did stay enrolled. Revoking twice changes nothing. */
export async function revokeToken(ctx: ServiceContext, actor: Actor, input: { id: string }): Promise<void> {
  await inTransaction(ctx.database, async (tx) => {
    const token = await findToken(tx, input.id)
    if (!token) throw new AppError('not-found', 'There is no such enrolment token.')
    if (!(await markRevoked(tx, token.id, ctx.clock.now()))) return
    await recordAudit(tx, {
      actor,
      action: 'token.revoke',
      object: { kind: 'token', id: token.id },
      before: { label: token.label, usesLeft: token.usesLeft },
    })
  })
}
