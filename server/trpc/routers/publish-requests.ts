import { z } from 'zod'
import { approvePublish, declinePublish, requestPublish } from '../../services/policies/publish-requests'
import { readPublishRequest, readPublishRequests } from '../../services/policies/read-publish-requests'
import { delivery } from '../delivery-input'
import { router } from '../init'
import { id, line, reason } from '../inputs'
import { may } from '../procedures'

const decision = z.strictObject({ id, reason })

/** Publishes that need a second person. */
export const publishRequestsRouter = router({
  list: may('policies.see').query(({ ctx }) => readPublishRequests(ctx.services, ctx.actor)),

  get: may('policies.see')
    .input(z.strictObject({ id }))
    .query(({ ctx, input }) => readPublishRequest(ctx.services, ctx.actor, input)),

  create: may('policies.publish')
    .input(
      z.strictObject({
        baseRevision: z.int().min(0),
        reason,
        ticket: line(100).optional(),
        ...delivery,
      }),
    )
    .mutation(({ ctx, input: { rollout: plan, ...input } }) =>
      requestPublish(ctx.services, ctx.actor, { ...input, plan }),
    ),

  approve: may('policies.publish')
    .input(decision)
    .mutation(({ ctx, input }) => approvePublish(ctx.services, ctx.actor, input)),

  decline: may('policies.publish')
    .input(decision)
    .mutation(({ ctx, input }) => declinePublish(ctx.services, ctx.actor, input)),
})
