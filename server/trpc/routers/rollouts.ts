import { z } from 'zod'
import { haltRollout, resumeRollout, rollBackRollout } from '../../services/rollouts/act-on-rollout'
import { listRolloutHosts } from '../../services/rollouts/list-rollout-hosts'
import { rolloutAttention } from '../../services/rollouts/read-attention'
import { getRollout, listRollouts } from '../../services/rollouts/read-rollouts'
import { watchRollouts } from '../../services/rollouts/watch-rollouts'
import { ROLLOUT_STANDINGS } from '../../services/views/rollout-view'
import { router } from '../init'
import { id, paging, reason } from '../inputs'
import { may } from '../procedures'
import { whileAllowed } from '../while-allowed'

// Calls without HTTP have no signal: whoever makes them ends the iteration.
const NEVER = new AbortController().signal
const one = z.strictObject({ id })
const act = z.strictObject({ id, reason })

export const rolloutsRouter = router({
  list: may('policies.see')
    .input(z.strictObject(paging))
    .query(({ ctx, input }) => listRollouts(ctx.services, input)),

  get: may('policies.see')
    .input(one)
    .query(({ ctx, input }) => getRollout(ctx.services, input)),

  hosts: may('policies.see')
    .input(z.strictObject({ id, standing: z.enum(ROLLOUT_STANDINGS).optional(), ...paging }))
    .query(({ ctx, input }) => listRolloutHosts(ctx.services, input)),

  /** What waits for somebody: every screen says it. */
  attention: may('policies.see').query(({ ctx }) => rolloutAttention(ctx.services, ctx.actor)),

  halt: may('policies.publish')
    .input(act)
    .mutation(({ ctx, input }) => haltRollout(ctx.services, ctx.actor, input)),

  resume: may('policies.publish')
    .input(act)
    .mutation(({ ctx, input }) => resumeRollout(ctx.services, ctx.actor, input)),

  rollBack: may('policies.publish')
    .input(act)
    .mutation(({ ctx, input }) => rollBackRollout(ctx.services, ctx.actor, input)),

  watch: may('policies.see').subscription(({ ctx, signal }) =>
    whileAllowed(ctx, 'policies.see', watchRollouts(ctx.services, signal ?? NEVER)),
  ),
})
