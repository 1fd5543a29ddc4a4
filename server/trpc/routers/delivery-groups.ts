import { z } from 'zod'
import { createDeliveryGroup, listDeliveryGroups } from '../../services/delivery-groups'
import { router } from '../init'
import { line } from '../inputs'
import { may } from '../procedures'

export const deliveryGroupsRouter = router({
  list: may('hosts.see').query(({ ctx }) => listDeliveryGroups(ctx.services)),

  create: may('hosts.manage')
    .input(
      z.strictObject({ name: line(100), kind: z.enum(['Private', 'PrivateApp', 'Shared', 'SharedApp']) }),
    )
    .mutation(({ ctx, input }) => createDeliveryGroup(ctx.services, ctx.actor, input)),
})
