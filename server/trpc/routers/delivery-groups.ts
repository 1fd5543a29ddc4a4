import { z } from 'zod'
import type { DeliveryGroupRow } from '../../services/views/host-view'
import { router } from '../init'
import { line } from '../inputs'
import { pending } from '../pending'
import { may } from '../procedures'

export const deliveryGroupsRouter = router({
  list: may('hosts.see').query(pending<{ rows: DeliveryGroupRow[] }>()),

  create: may('hosts.manage')
    .input(
      z.strictObject({ name: line(100), kind: z.enum(['Private', 'PrivateApp', 'Shared', 'SharedApp']) }),
    )
    .mutation(pending<DeliveryGroupRow>()),
})
