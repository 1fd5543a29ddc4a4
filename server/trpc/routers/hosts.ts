import { z } from 'zod'
import type { HostRow, HostSummary, HostView } from '../../services/views/host-view'
import type { Page } from '../../services/views/page'
import { router } from '../init'
import { id, line, paging, reason, search, tags } from '../inputs'
import { pending } from '../pending'
import { may } from '../procedures'

export const hostsRouter = router({
  summary: may('hosts.see').query(pending<HostSummary>()),

  list: may('hosts.see')
    .input(
      z.strictObject({
        ...paging,
        q: search,
        deliveryGroup: line(100).optional(),
        convergence: z.enum(['converged', 'pending', 'partial', 'failed', 'drifted', 'stale']).optional(),
        lifecycle: z.enum(['pending-approval', 'active', 'quarantined', 'retired']).optional(),
      }),
    )
    .query(pending<Page<HostRow>>()),

  get: may('hosts.see').input(z.strictObject({ id })).query(pending<HostView>()),

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
    .mutation(pending<HostRow>()),

  approve: may('hosts.manage').input(z.strictObject({ id })).mutation(pending<HostRow>()),

  retire: may('hosts.manage').input(z.strictObject({ id, reason })).mutation(pending<HostRow>()),

  watch: may('hosts.see').subscription(async function* () {
    yield* [] as ({ kind: 'host'; row: HostRow } | { kind: 'revision'; revision: number })[]
  }),
})
