import { tracked } from '@trpc/server'
import { z } from 'zod'
import type { Page } from '../../services/views/page'
import type { SessionRow, SessionView } from '../../services/views/session-view'
import { router } from '../init'
import { id, paging, search } from '../inputs'
import { pending } from '../pending'
import { may } from '../procedures'

export type SessionEvent = { kind: 'session'; row: SessionRow } | { kind: 'gone'; id: string }

export const sessionsRouter = router({
  list: may('hosts.see')
    .input(
      z.strictObject({
        ...paging,
        q: search,
        hostId: id.optional(),
        state: z.enum(['open', 'ended', 'all']).optional(),
        discrepancy: z.boolean().optional(),
      }),
    )
    .query(pending<Page<SessionRow>>()),

  get: may('hosts.see').input(z.strictObject({ id })).query(pending<SessionView>()),

  watch: may('hosts.see')
    .input(z.strictObject({ lastEventId: z.string().max(100).nullish() }).optional())
    .subscription(async function* () {
      for (const event of [] as SessionEvent[]) yield tracked('0', event)
    }),
})
