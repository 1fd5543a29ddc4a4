import { z } from 'zod'
import { FINDING_VERDICTS } from '~/domain/discovery/stored-finding'
import { listComparisons, removeCapture, removeComparison } from '../../services/discovery/comparisons'
import {
  acceptFinding,
  dismissFinding,
  reopenFinding,
  snoozeFinding,
} from '../../services/discovery/decide-finding'
import { forecastDraft } from '../../services/discovery/forecast-draft'
import { getFinding, listFindings } from '../../services/discovery/list-findings'
import { router } from '../init'
import { id, instant, line, paging, reason, search } from '../inputs'
import { may } from '../procedures'

const state = z.enum(['open', 'accepted', 'dismissed', 'snoozed', 'closed', 'all']).default('open')

export const discoveryRouter = router({
  findings: may('hosts.see')
    .input(z.strictObject({ ...paging, state, verdict: z.enum(FINDING_VERDICTS).optional(), q: search }))
    .query(({ ctx, input }) => listFindings(ctx.services, input)),

  finding: may('hosts.see')
    .input(z.strictObject({ id }))
    .query(({ ctx, input }) => getFinding(ctx.services, input)),

  accept: may('policies.edit')
    .input(z.strictObject({ id, policyId: id }))
    .mutation(({ ctx, input }) => acceptFinding(ctx.services, ctx.actor, input)),

  dismiss: may('policies.edit')
    .input(z.strictObject({ id, reason }))
    .mutation(({ ctx, input }) => dismissFinding(ctx.services, ctx.actor, input)),

  snooze: may('policies.edit')
    .input(z.strictObject({ id, until: instant, reason: reason.optional() }))
    .mutation(({ ctx, input }) => snoozeFinding(ctx.services, ctx.actor, input)),

  reopen: may('policies.edit')
    .input(z.strictObject({ id }))
    .mutation(({ ctx, input }) => reopenFinding(ctx.services, ctx.actor, input)),

  forecast: may('policies.see')
    .input(z.strictObject({ deliveryGroup: line(100).optional() }))
    .query(({ ctx, input }) => forecastDraft(ctx.services, input)),

  comparisons: may('hosts.see')
    .input(z.strictObject(paging))
    .query(({ ctx, input }) => listComparisons(ctx.services, input)),

  removeComparison: may('policies.edit')
    .input(z.strictObject({ id }))
    .mutation(({ ctx, input }) => removeComparison(ctx.services, ctx.actor, input)),

  removeCapture: may('policies.edit')
    .input(z.strictObject({ id }))
    .mutation(({ ctx, input }) => removeCapture(ctx.services, ctx.actor, input)),
})
