import { diffPolicies } from '~/domain/policy-diff'
import type { Policy } from '~/domain/policy-model'
import { AppError } from '../../errors'
import { type Actor, recordAudit } from '../../repositories/audit'
import { inTransaction } from '../../repositories/db'
import {
  findPolicy,
  lockDraft,
  type PolicyContent,
  policyOf,
  savePolicyContent,
} from '../../repositories/policy'
import type { ServiceContext } from '../context'
import type { PolicyRow } from '../views/policy-view'
import { requireSound } from './check-draft'
import { getDraftPolicy, noSuchPolicy } from './read-draft'

export type SavePolicy = PolicyContent & { id: string; version: number }

/**
 * Saves one policy of the draft, whole.
 * @throws AppError `stale` when it was saved since `version` was read, with the row as it stands in `current`;
 * `bad-input` with every problem; `not-found`.
 */
export async function savePolicy(ctx: ServiceContext, actor: Actor, input: SavePolicy): Promise<PolicyRow> {
  const { id, version, ...typed } = input
  const content = { ...typed, name: typed.name.trim() }
  const saved = await inTransaction(ctx.database, async (tx) => {
    // Two saves that take the same name wait for each other here.
    await lockDraft(tx)
    const before = await findPolicy(tx, id)
    if (!before) throw noSuchPolicy()
    if (before.version !== version) return false
    await requireSound(tx, { ...content, priority: before.priority }, id)
    const updatedBy = actor.id ?? actor.kind
    const after = await savePolicyContent(tx, { id, version }, { ...content, updatedBy, at: ctx.clock.now() })
    if (!after) return false
    await recordAudit(tx, {
      actor,
      action: 'policy.save',
      object: { kind: 'policy', id },
      ...summary(before, after),
    })
    return true
  })
  const current = await getDraftPolicy(ctx, { id })
  if (saved) return current
  throw new AppError('stale', `${current.updatedBy} saved this policy while you edited it.`, { current })
}

/** What changed and nothing else: lists as the entries that came and went. */
function summary(before: Policy, after: Policy) {
  // Compared under one name: a renamed policy is the same policy here.
  const [change] = diffPolicies([policyOf({ ...before, name: after.name })], [policyOf(after)])
  return { before: { name: before.name }, after: { name: after.name, change: change ?? null } }
}
