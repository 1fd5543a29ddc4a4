import { z } from 'zod'
import { DISCREPANCY_REASONS } from '~/domain/discrepancy'
import { getSession } from '../../services/get-session'
import { helpDeskCards } from '../../services/help-desk-card'
import { listSessions } from '../../services/list-sessions'
import { watchSessions } from '../../services/row-streams'
import { router } from '../init'
import { id, instant, line, paging, search } from '../inputs'
import { may } from '../procedures'
import { placed, resumable } from '../resumable'

// Calls without HTTP have no signal: whoever makes them ends the iteration.
const NEVER = new AbortController().signal

export const sessionsRouter = router({
  list: may('hosts.see')
    .input(
      z.strictObject({
        ...paging,
        q: search,
        hostId: id.optional(),
        state: z.enum(['open', 'ended', 'all']).optional(),
        discrepancy: z.boolean().optional(),
        failedBinds: z.boolean().optional(),
        reason: z.enum(DISCREPANCY_REASONS).optional(),
        from: instant.optional(),
        to: instant.optional(),
        openAt: instant.optional(),
      }),
    )
    .query(({ ctx, input }) => listSessions(ctx.services, input)),

  get: may('hosts.see')
    .input(z.strictObject({ id }))
    .query(({ ctx, input }) => getSession(ctx.services, input)),

  /** For the help desk: by a user's, a host's or a client's whole name, or an address. */
  card: may('hosts.see')
    .input(z.strictObject({ q: line(200) }))
    .query(({ ctx, input }) => helpDeskCards(ctx.services, input)),

  /** Rows as they change, at most four batches a second; after a cut, from the last event on. */
  watch: may('hosts.see')
    .input(resumable)
    .subscription(({ ctx, input, signal }) =>
      placed(ctx, 'hosts.see', watchSessions(ctx.services, signal ?? NEVER, input?.lastEventId)),
    ),
})
