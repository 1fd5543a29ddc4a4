import { z } from 'zod'
import { heldBySession, heldByUser } from '../../services/history/held-by'
import { timelineOf } from '../../services/history/timeline'
import { whoHeld } from '../../services/history/who-held'
import { router } from '../init'
import { line, paging } from '../inputs'
import { may } from '../procedures'

// The services read them: they tell a time without a zone from one that is no time.
const instant = line(64)
const host = line(255)

/** The time machine: who held an address, and what a session or a user held. */
export const addressesRouter = router({
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
