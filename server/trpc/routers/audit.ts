import { z } from 'zod'
import { auditChoices, listAudit } from '../../services/audit/list-audit'
import { router } from '../init'
import { instant, line, paging } from '../inputs'
import { may } from '../procedures'

export const auditRouter = router({
  list: may('audit.see')
    .input(
      z.strictObject({
        ...paging,
        actor: line(200).optional(),
        object: line(300).optional(),
        action: line(100).optional(),
        from: instant.optional(),
        to: instant.optional(),
      }),
    )
    .query(({ ctx, input }) => listAudit(ctx.services, input)),

  actions: may('audit.see').query(({ ctx }) => auditChoices(ctx.services)),
})
