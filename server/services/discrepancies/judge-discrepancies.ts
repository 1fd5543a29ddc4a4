import { judgeEvidence } from '../../repositories/discrepancy'
import { sqlOf } from '../../repositories/statements'
import type { ServiceContext } from '../context'

/** Level-triggered: read from what is stored now, so that it may run at any time and on every server. */
export async function judgeDiscrepancies(
  ctx: Pick<ServiceContext, 'statements' | 'clock'>,
): Promise<{ opened: number; closed: number }> {
  return judgeEvidence(sqlOf(ctx.statements), ctx.clock.now())
}
