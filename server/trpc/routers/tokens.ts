import { z } from 'zod'
import { createToken } from '../../services/create-token'
import { listTokens } from '../../services/list-tokens'
import { revokeToken } from '../../services/revoke-token'
import { router } from '../init'
import { id, line, tags } from '../inputs'
import { may } from '../procedures'

export const tokensRouter = router({
  list: may('hosts.manage').query(({ ctx }) => listTokens(ctx.services)),

  create: may('hosts.manage')
    .input(
      z
        .strictObject({
          label: line(100),
          deliveryGroupId: id,
          tags: tags.optional(),
          ou: line(1000).optional(),
          uses: z.int().min(1).max(1000),
          hours: z.int().min(1).max(8760),
          atBoot: z.boolean().optional(),
        })
        .refine(({ hours, atBoot }) => hours <= 720 || atBoot === true, {
          path: ['hours'],
          message: 'a token lives at most 720 hours; one for enrolment at boot 8,760',
        }),
    )
    .mutation(({ ctx, input }) =>
      createToken(ctx.services, ctx.actor, { ...input, serverUrl: ctx.serverUrl }),
    ),

  revoke: may('hosts.manage')
    .input(z.strictObject({ id }))
    .mutation(async ({ ctx, input }) => {
      await revokeToken(ctx.services, ctx.actor, input)
      return { revoked: true as const }
    }),
})
