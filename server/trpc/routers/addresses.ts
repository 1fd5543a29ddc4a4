import { z } from 'zod'
import { heldBySession, heldByUser } from '../../services/history/held-by'
import { heldNowOf, listHeldNow } from '../../services/history/held-now'
import { timelineOf } from '../../services/history/timeline'
import { whoHeld } from '../../services/history/who-held'
import { router } from '../init'
import { id, line, paging, search } from '../inputs'
import { may } from '../procedures'

// The services read them: they tell a time without a zone from one that is no time.
const instant = line(64)
const host = line(255)

/** Who holds what now, and the time machine: who held an address, and what a session or a user held. */
export const addressesRouter = router({
  now: may('hosts.see')
    .input(
      z.strictObject({
        ...paging,
        q: search,
        network: z.enum(['loopback', 'virtual', 'all']).optional(),
        kind: z.enum(['granted', 'computed', 'observed']).optional(),
      }),
    )
    .query(({ ctx, input }) => listHeldNow(ctx.services, input)),

  nowOf: may('hosts.see')
    .input(z.strictObject({ sessionIds: z.array(id).min(1).max(100) }))
    .query(({ ctx, input }) => heldNowOf(ctx.services, input)),

  who: may('hosts.see')
    .input(z.strictObject({ address: line(64), at: instant.optional(), host: host.optional() }))
    .query(({ ctx, input }) => whoHeld(ctx.services, input)),

  timeline: may('hosts.see')
    .input(z.strictObject({ address: line(64), host: host.optional(), from: instant, to: instant }))
    .query(({ ctx, input }) => timelineOf(ctx.services, input)),

  ofSession: may('hosts.see')
    .input(z.strictObject({ ...paging, host, number: z.number(), at: instant.optional() }))
    .query(({ ctx, input }) => heldBySession(ctx.services, input)),

  ofUser: may('hosts.see')
    .input(z.strictObject({ ...paging, user: line(300), from: instant, to: instant }))
    .query(({ ctx, input }) => heldByUser(ctx.services, input)),
})
