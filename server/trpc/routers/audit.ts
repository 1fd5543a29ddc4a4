import { z } from 'zod'
import type { AuditRow } from '../../services/views/audit-view'
import type { Page } from '../../services/views/page'
import { router } from '../init'
import { instant, line, paging } from '../inputs'
import { pending } from '../pending'
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
    .query(pending<Page<AuditRow>>()),

  actions: may('audit.see').query(pending<{ actions: string[]; kinds: string[] }>()),
})
