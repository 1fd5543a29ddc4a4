/** A plan: policies from outside, compared with what is in force, kept under its hash until somebody applies it. */

import { canonicalJson } from '~/domain/canonical'
import { checkPolicies } from '~/domain/policy-check'
import type { Policy } from '~/domain/policy-model'
import { numbered, policiesText } from '~/domain/policy-plan'
import { sha256 } from '~/protocol/hash'
import { AppError } from '../../errors'
import { type Actor, recordAudit } from '../../repositories/audit'
import { inTransaction } from '../../repositories/db'
import { lockFarm } from '../../repositories/farm-lock'
import { lockDraft } from '../../repositories/policy'
import { forgetPlans, keepPlan } from '../../repositories/policy-plan'
import type { ServiceContext } from '../context'
import type { PlanOrigin, StoredPlan } from '../views/plan-view'
import { MOST_POLICIES, refuseProblems } from './check-draft'
import { type Comparison, compareWanted } from './compare-wanted'
import { readDraft } from './read-draft'

const PLAN_DAYS = 7
const MOST_PLANS = 100
const MOST_PLAN_BYTES = 32 * 1024 * 1024

/** Plans from before this moment are as good as gone. */
export const oldestPlan = (now: Date): Date => new Date(now.getTime() - PLAN_DAYS * 86_400_000)

export interface NewPlan {
  /** All that the farm shall have; or how to make it of the draft. */
  policies: Policy[] | ((draft: Policy[]) => Policy[])
  origin?: PlanOrigin | null
}

/**
 * Stores what would change when these, and no others, were the policies of the farm. Plans live for 7 days, at most 100.
 * @throws AppError `bad-input` with every problem; `too-large` above 32 MiB.
 */
export async function storePlan(
  ctx: ServiceContext,
  actor: Actor,
  { policies, origin = null }: NewPlan,
): Promise<StoredPlan> {
  return inTransaction(ctx.database, async (tx) => {
    await lockFarm(tx, 'shared')
    await lockDraft(tx)
    const wanted = requireWanted(typeof policies === 'function' ? policies(await readDraft(tx)) : policies)
    const found = await compareWanted(tx, wanted)
    const { view } = found
    if (view.changes.length === 0) return { ...view, hash: null, policies: wanted }
    const hash = planHash(found, wanted)
    const createdAt = ctx.clock.now()
    const { draftHash, effectHash } = found
    const { baseRevision } = view
    const createdBy = actor.id ?? actor.kind
    await keepPlan(tx, {
      hash,
      baseRevision,
      draftHash,
      effectHash,
      policies: wanted,
      origin,
      createdAt,
      createdBy,
    })
    await forgetPlans(tx, oldestPlan(createdAt), MOST_PLANS)
    await recordAudit(tx, {
      actor,
      action: 'policies.storePlan',
      object: { kind: 'plan', id: hash },
      after: {
        baseRevision,
        changes: view.changes.length,
        hosts: view.hosts,
        sessions: view.sessions,
        ...(origin && { files: origin.files.map(({ name }) => name), leftOver: origin.unknown.length }),
      },
    })
    return { ...view, hash, policies: wanted }
  })
}

function requireWanted(policies: Policy[]): Policy[] {
  if (policies.length > MOST_POLICIES)
    throw new AppError('too-large', `A farm has at most ${MOST_POLICIES} policies, not ${policies.length}.`)
  refuseProblems(checkPolicies(policies))
  const wanted = numbered(policies)
  // Without the blanks around them two names may be one.
  refuseProblems(checkPolicies(wanted))
  if (policiesText(wanted).length > MOST_PLAN_BYTES)
    throw new AppError('too-large', `The policies have more than ${MOST_PLAN_BYTES} characters in all.`)
  return wanted
}

/** Of all that the plan stands on: the same plan has the same hash, and one that stands on anything else has another. */
function planHash({ view, draftHash, effectHash }: Comparison, wanted: Policy[]): string {
  const { baseRevision } = view
  const text = canonicalJson({ v: 1, baseRevision, draftHash, effectHash, policies: policiesText(wanted) })
  // In hex: people type it behind an option, where a hash must not begin with a dash.
  return Buffer.from(sha256(text), 'base64url').toString('hex')
}
