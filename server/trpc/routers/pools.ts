import { z } from 'zod'
import { planPool } from '../../services/pools/plan-pool'
import { listPoolAddresses, reserveAddress } from '../../services/pools/pool-addresses'
import { CHART_HOURS, getPool, listPools } from '../../services/pools/pool-rows'
import { createPool, removePool, savePool } from '../../services/pools/save-pool'
import { watchPools } from '../../services/row-streams'
import { router } from '../init'
import { id, line, prose, reason, version } from '../inputs'
import { may } from '../procedures'
import { placed, resumable } from '../resumable'

// Calls without HTTP have no signal: whoever makes them ends the iteration.
const NEVER = new AbortController().signal

const spans = z.array(line(64)).max(256)
const definition = z.strictObject({
  name: line(100),
  description: prose(2_000).default(''),
  network: line(64),
  ranges: spans.default([]),
  exclusions: spans.default([]),
  quarantineSeconds: z.number().default(300),
  warnPercent: z.number().default(80),
  criticalPercent: z.number().default(95),
})
const count = z.int().min(0).max(1_000_000)

export const poolsRouter = router({
  list: may('hosts.see').query(({ ctx }) => listPools(ctx.services)),

  get: may('hosts.see')
    .input(z.strictObject({ id, hours: z.literal(CHART_HOURS).default(24) }))
    .query(({ ctx, input }) => getPool(ctx.services, input)),

  addresses: may('hosts.see')
    .input(z.strictObject({ id, from: line(64).optional() }))
    .query(({ ctx, input }) => listPoolAddresses(ctx.services, input)),

  /** Says that pools or what holds them moved, at most once a second; after a cut, from the last event on. */
  watch: may('hosts.see')
    .input(resumable)
    .subscription(({ ctx, input, signal }) =>
      placed(ctx, 'hosts.see', watchPools(ctx.services, signal ?? NEVER, input?.lastEventId)),
    ),

  /** What a definition would mean; asked before anything is saved. */
  plan: may('hosts.manage')
    .input(z.strictObject({ id: id.optional(), definition }))
    .query(({ ctx, input }) => planPool(ctx.services, input)),

  create: may('hosts.manage')
    .input(definition)
    .mutation(({ ctx, input }) => createPool(ctx.services, ctx.actor, input)),

  save: may('hosts.manage')
    .input(
      z.strictObject({
        id,
        version,
        definition,
        reason,
        accept: z
          .strictObject({ sessions: count, reservations: count })
          .default({ sessions: 0, reservations: 0 }),
      }),
    )
    .mutation(({ ctx, input }) => savePool(ctx.services, ctx.actor, input)),

  remove: may('hosts.manage')
    .input(z.strictObject({ id, reason }))
    .mutation(({ ctx, input }) => removePool(ctx.services, ctx.actor, input)),

  reserve: may('hosts.manage')
    .input(
      z.strictObject({
        id,
        address: line(64),
        user: line(256).nullable().default(null),
        program: line(260).nullable().default(null),
        note: line(200, 0).default(''),
        reason,
      }),
    )
    .mutation(({ ctx, input }) => reserveAddress(ctx.services, ctx.actor, input)),
})
