import { z } from 'zod'
import { MAX_SESSION_ID } from '~/domain/address'
import { DESKTOP_KINDS } from '~/domain/filter-choices'
import { FILTER_TYPES, type PolicySettings } from '~/domain/policy-model'
import { readDeliveries } from '../../services/citrix/read-deliveries'
import { applyPlan } from '../../services/policies/apply-plan'
import { askWhatIf, askWhatIfHtml } from '../../services/policies/ask-what-if'
import { compare } from '../../services/policies/compare-policies'
import { createPolicy } from '../../services/policies/create-policy'
import { EXPORT_FORMATS, exportPolicies } from '../../services/policies/export-policies'
import { IMPORT_FORMATS, LIST_SETTINGS, planImport } from '../../services/policies/plan-import'
import { planPublish } from '../../services/policies/plan-publish'
import { planWaves } from '../../services/policies/plan-waves'
import { publishPolicies } from '../../services/policies/publish-policies'
import { getDraftPolicy, listDraft } from '../../services/policies/read-draft'
import { getRevision, listHistory } from '../../services/policies/read-history'
import { readPlan, readPlans } from '../../services/policies/read-plans'
import { readResultant } from '../../services/policies/read-resultant'
import { removePolicy } from '../../services/policies/remove-policy'
import { reorderPolicies } from '../../services/policies/reorder-policies'
import { planRestore, restoreRevision } from '../../services/policies/restore-revision'
import { savePolicy } from '../../services/policies/save-policy'
import { storePlan } from '../../services/policies/store-plan'
import { takePlan } from '../../services/policies/take-plan'
import { delivery, waves } from '../delivery-input'
import { router } from '../init'
import { id, line, paging, prose, reason, revisionNumber, tags, version } from '../inputs'
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

const ticket = line(100).optional()

const policies = z
  .array(
    z.strictObject({
      name: z.string().max(1000),
      description: prose(2000),
      enabled: z.boolean(),
      priority: z.int().min(1),
      settings,
      filters,
    }),
  )
  .max(500)

const importedFile = z
  .strictObject({ name: line(255), base64: z.string().max(14_000_000) })
  .transform(({ name, base64 }) => ({ name, bytes: Buffer.from(base64, 'base64') }))

const describedHost = z.strictObject({
  name: line(253),
  os: z.strictObject({ family: z.enum(['windows', 'linux']), version: line(100) }),
  arch: z.enum(['x64', 'x86', 'arm64']).optional(),
  cloudHosted: z.boolean().optional(),
  deliveryGroup: line(100).optional(),
  deliveryGroupKind: z.enum(DESKTOP_KINDS).optional(),
  tags,
  ou: line(1000).optional(),
})

const describedUser = z.strictObject({
  user: line(200).optional(),
  groups: z.array(line(200)).max(200).optional(),
  clientIp: line(100).optional(),
  clientName: line(253).optional(),
  clientPlatform: line(100).optional(),
  accessControl: line(1000).optional(),
})

const whatIfQuestion = z.strictObject({
  policies: z.enum(['draft', 'published']),
  host: z.union([z.strictObject({ id }), describedHost]),
  user: describedUser.optional(),
  sessions: z.array(z.int().min(0).max(MAX_SESSION_ID)).max(16).default([]),
})

/** A revision, the newest as 0, or the draft. */
const policySource = z.union([z.int().min(0).max(2_147_483_647), z.literal('draft')])

/** A host of the farm by its name, or a described one. */
const comparedHost = z.union([line(253).transform((named) => ({ named })), describedHost])

const comparison = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('revisions'), one: policySource, other: policySource }),
  z.strictObject({ kind: z.literal('policies'), policies: policySource, one: line(1000), other: line(1000) }),
  z.strictObject({
    kind: z.literal('hosts'),
    policies: policySource,
    one: comparedHost,
    other: comparedHost,
  }),
])

export const policiesRouter = router({
  list: may('policies.see').query(({ ctx }) => listDraft(ctx.services)),

  get: may('policies.see')
    .input(z.strictObject({ id }))
    .query(({ ctx, input }) => getDraftPolicy(ctx.services, input)),

  create: may('policies.edit')
    .input(z.strictObject({ name: z.string().max(1000), description: prose(2000).optional() }))
    .mutation(({ ctx, input }) => createPolicy(ctx.services, ctx.actor, input)),

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
    .mutation(({ ctx, input }) => savePolicy(ctx.services, ctx.actor, input)),

  remove: may('policies.edit')
    .input(z.strictObject({ id, version }))
    .mutation(({ ctx, input }) => removePolicy(ctx.services, ctx.actor, input)),

  reorder: may('policies.edit')
    .input(z.strictObject({ ids: z.array(id).max(1000) }))
    .mutation(({ ctx, input }) => reorderPolicies(ctx.services, ctx.actor, input)),

  /** Asked while waves are typed: a wave that takes nobody is seen before it is published. */
  waves: may('policies.see')
    .input(z.strictObject({ waves }))
    .query(({ ctx, input }) => planWaves(ctx.services, input)),

  plan: may('policies.see').query(({ ctx }) => planPublish(ctx.services)),

  publish: may('policies.publish')
    .input(z.strictObject({ baseRevision: z.int().min(0), reason, ticket, ...delivery }))
    .mutation(({ ctx, input: { rollout: plan, ...input } }) =>
      publishPolicies(ctx.services, ctx.actor, { ...input, plan }),
    ),

  restorePlan: may('policies.see')
    .input(z.strictObject({ number: revisionNumber }))
    .query(({ ctx, input }) => planRestore(ctx.services, input)),

  restore: may('policies.publish')
    .input(z.strictObject({ number: revisionNumber, baseRevision: revisionNumber, reason, ticket }))
    .mutation(({ ctx, input }) => restoreRevision(ctx.services, ctx.actor, input)),

  storePlan: may('policies.edit')
    .input(z.strictObject({ policies }))
    .mutation(({ ctx, input }) => storePlan(ctx.services, ctx.actor, input)),

  /** Nothing is written but a plan, which somebody reviews. Files come in base64. */
  planImport: may('policies.edit')
    .input(
      z.strictObject({
        files: z.array(importedFile).min(1).max(50),
        as: z.enum(['add', 'replace']),
        from: z.enum(IMPORT_FORMATS).optional(),
        into: z.enum(LIST_SETTINGS).optional(),
        ids: z.string().max(1_000_000).optional(),
      }),
    )
    .mutation(({ ctx, input }) => planImport(ctx.services, ctx.actor, input)),

  plans: may('policies.see').query(({ ctx }) => readPlans(ctx.services)),

  deliveries: may('policies.see').query(({ ctx }) => readDeliveries(ctx.services)),

  storedPlan: may('policies.see')
    .input(z.strictObject({ hash: line(100) }))
    .query(({ ctx, input }) => readPlan(ctx.services, input.hash)),

  takePlan: may('policies.edit')
    .input(z.strictObject({ hash: line(100) }))
    .mutation(({ ctx, input }) => takePlan(ctx.services, ctx.actor, input)),

  applyPlan: may('policies.publish')
    .input(z.strictObject({ hash: line(100), reason, ticket, ...delivery }))
    .mutation(({ ctx, input: { rollout: plan, ...input } }) =>
      applyPlan(ctx.services, ctx.actor, { ...input, plan }),
    ),

  history: may('policies.see')
    .input(z.strictObject(paging))
    .query(({ ctx, input }) => listHistory(ctx.services, input)),

  revision: may('policies.see')
    .input(z.strictObject({ number: revisionNumber }))
    .query(({ ctx, input }) => getRevision(ctx.services, input)),

  resultant: may('policies.see')
    .input(z.strictObject({ hostId: id }))
    .query(({ ctx, input }) => readResultant(ctx.services, input)),

  whatIf: may('policies.see')
    .input(whatIfQuestion)
    .query(({ ctx, input }) => askWhatIf(ctx.services, input)),

  whatIfHtml: may('policies.see')
    .input(whatIfQuestion)
    .query(({ ctx, input }) => askWhatIfHtml(ctx.services, input)),

  compare: may('policies.see')
    .input(comparison)
    .query(({ ctx, input }) => compare(ctx.services, input)),

  export: may('policies.see')
    .input(
      z.strictObject({
        format: z.enum(EXPORT_FORMATS),
        policies: policySource,
        policy: line(1000).optional(),
        ids: z.string().max(900_000).optional(),
      }),
    )
    .mutation(({ ctx, input }) => exportPolicies(ctx.services, input)),
})
