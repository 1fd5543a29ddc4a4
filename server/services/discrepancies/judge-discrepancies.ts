import { judgeEvidence } from '../../repositories/discrepancy'
import { sqlOf } from '../../repositories/statements'
import type { ServiceContext } from '../context'

/** Level-triggered: read from what is stored now, so that it may run at any time and on every server. */
export async function judgeDiscrepancies(
  ctx: Pick<ServiceContext, 'statements' | 'clock' | 'hub'>,
): Promise<{ opened: number; closed: number }> {
  const found = await judgeEvidence(sqlOf(ctx.statements), ctx.clock.now())
  if (found.opened + found.closed > 0) ctx.hub.publish([{ kind: 'discrepancies' }])
  return found
}
