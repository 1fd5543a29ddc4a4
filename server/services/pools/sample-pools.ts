import { notePoolUse } from '../../repositories/pool'
import { sqlOf } from '../../repositories/statements'
import type { ServiceContext } from '../context'

/** Notes how full each pool is: the charts and the forecast are made of it. */
export async function samplePools(ctx: Pick<ServiceContext, 'statements' | 'clock' | 'hub'>): Promise<void> {
  await notePoolUse(sqlOf(ctx.statements), ctx.clock.now())
  ctx.hub.publish([{ kind: 'pool-use' }])
}
