import type { Actor } from '../../repositories/audit'
import { readAttention } from '../../repositories/rollout-attention'
import { sqlOf } from '../../repositories/statements'
import type { ServiceContext } from '../context'
import type { RolloutAttention } from '../views/rollout-view'

/** What of rollouts and approvals waits for somebody, as every screen may say it. */
export async function rolloutAttention(ctx: ServiceContext, actor: Actor): Promise<RolloutAttention> {
  const { rollout, request } = await readAttention(sqlOf(ctx.statements))
  return {
    rollout: rollout && {
      id: rollout.id,
      revision: rollout.revision,
      state: rollout.state,
      halt: rollout.halt && {
        byGate: rollout.halt.by === 'system',
        ...(rollout.halt.reason !== undefined && { reason: rollout.halt.reason }),
        ...(rollout.halt.failure && { failure: rollout.halt.failure }),
      },
    },
    request: request && {
      id: request.id,
      hosts: request.hosts,
      by: request.by ?? request.createdBy,
      own: request.createdBy === (actor.id ?? actor.kind),
    },
  }
}
