import { z } from 'zod'
import { FILTER_TYPES, type PolicySettings } from '~/domain/policy-model'
import type { Resolution } from '~/domain/resolve'
import type { Page } from '../../services/views/page'
import type {
  PolicyList,
  PolicyRow,
  PublishPlan,
  RevisionRow,
  RevisionView,
} from '../../services/views/policy-view'
import { router } from '../init'
import { id, line, paging, prose, reason } from '../inputs'
import { pending } from '../pending'
import { may } from '../procedures'

/** The shape only: what a value must be is asked of `domain/policy-check`, which names each entry that breaks a rule. */
const settings = z.custom<PolicySettings>(
  (value) => value !== null && typeof value === 'object' && !Array.isArray(value),
  'settings are an object with a member for each setting',
)

const filters = z
  .array(
    z.strictObject({
      type: z.enum(FILTER_TYPES),
      mode: z.enum(['Allow', 'Deny']),
      enabled: z.boolean(),
      value: z.string().max(1000),
    }),
  )
  .max(500)

const version = z.int().min(1)

export const policiesRouter = router({
  list: may('policies.see').query(pending<PolicyList>()),

  get: may('policies.see').input(z.strictObject({ id })).query(pending<PolicyRow>()),

  create: may('policies.edit')
    .input(z.strictObject({ name: z.string().max(1000), description: prose(2000).optional() }))
    .mutation(pending<PolicyRow>()),

  save: may('policies.edit')
    .input(
      z.strictObject({
        id,
        version,
        name: z.string().max(1000),
        description: prose(2000),
        enabled: z.boolean(),
        settings,
        filters,
      }),
    )
    .mutation(pending<PolicyRow>()),

  remove: may('policies.edit').input(z.strictObject({ id, version })).mutation(pending<{ removed: true }>()),

  reorder: may('policies.edit')
    .input(z.strictObject({ ids: z.array(id).max(1000) }))
    .mutation(pending<PolicyList>()),

  plan: may('policies.see').query(pending<PublishPlan>()),

  publish: may('policies.publish')
    .input(z.strictObject({ baseRevision: z.int().min(0), reason, ticket: line(100).optional() }))
    .mutation(pending<{ revision: number; changedHosts: number }>()),

  history: may('policies.see').input(z.strictObject(paging)).query(pending<Page<RevisionRow>>()),

  revision: may('policies.see')
    .input(z.strictObject({ number: z.int().min(1) }))
    .query(pending<RevisionView>()),

  resultant: may('policies.see')
    .input(z.strictObject({ hostId: id }))
    .query(pending<Resolution>()),
})
