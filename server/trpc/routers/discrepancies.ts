import { z } from 'zod'
import { listDiscrepancies } from '../../services/discrepancies/list-discrepancies'
import { router } from '../init'
import { id, line, paging } from '../inputs'
import { may } from '../procedures'

export const discrepanciesRouter = router({
  list: may('hosts.see')
    .input(
      z.strictObject({
        ...paging,
        state: z.enum(['open', 'closed', 'all']).default('open'),
        kind: line(40).optional(),
        sessionId: id.optional(),
        poolId: id.optional(),
      }),
    )
    .query(({ ctx, input }) => listDiscrepancies(ctx.services, input)),
})
