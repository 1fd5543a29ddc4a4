import { z } from 'zod'
import { roleCan } from '~/domain/permission'
import { approveHost } from '../../services/approve-host'
import { getHost } from '../../services/get-host'
import { hostsSummary } from '../../services/hosts-summary'
import { listHosts } from '../../services/list-hosts'
import { rekeyHost } from '../../services/rekey-host'
import { retireHost } from '../../services/retire-host'
import { watchHosts } from '../../services/row-streams'
import { updateHost } from '../../services/update-host'
import { router } from '../init'
import { id, line, paging, reason, search, tags } from '../inputs'
import { may } from '../procedures'
import { whileAllowed } from '../while-allowed'

// Calls without HTTP have no signal: whoever makes them ends the iteration.
const NEVER = new AbortController().signal

export const hostsRouter = router({
  summary: may('hosts.see').query(({ ctx }) => hostsSummary(ctx.services)),

  list: may('hosts.see')
    .input(
      z.strictObject({
        ...paging,
        q: search,
        deliveryGroup: line(100).optional(),
        convergence: z.enum(['converged', 'pending', 'partial', 'failed', 'drifted', 'stale']).optional(),
        lifecycle: z.enum(['pending-approval', 'active', 'quarantined', 'retired']).optional(),
        revision: z.int().min(1).max(2_147_483_647).optional(),
      }),
    )
    .query(({ ctx, input }) => listHosts(ctx.services, input)),

  get: may('hosts.see')
    .input(z.strictObject({ id }))
    .query(({ ctx, input }) =>
      getHost(ctx.services, { ...input, withChanges: roleCan(ctx.user.role, 'audit.see') }),
    ),

  update: may('hosts.manage')
    .input(
      z.strictObject({
        id,
        /** By name; null takes the host out of its group. */
        deliveryGroup: line(100).nullable().optional(),
        tags: tags.optional(),
        ou: line(1000).nullable().optional(),
        name: line(253).optional(),
      }),
    )
    .mutation(({ ctx, input }) => updateHost(ctx.services, ctx.actor, input)),

  approve: may('hosts.manage')
    .input(z.strictObject({ id }))
    .mutation(({ ctx, input }) => approveHost(ctx.services, ctx.actor, input)),

  retire: may('hosts.manage')
    .input(z.strictObject({ id, reason }))
    .mutation(({ ctx, input }) => retireHost(ctx.services, ctx.actor, input)),

  rekey: may('hosts.manage')
    .input(z.strictObject({ id, reason }))
    .mutation(({ ctx, input }) => rekeyHost(ctx.services, ctx.actor, input)),

  watch: may('hosts.see').subscription(({ ctx, signal }) =>
    whileAllowed(ctx, 'hosts.see', watchHosts(ctx.services, signal ?? NEVER)),
  ),
})
