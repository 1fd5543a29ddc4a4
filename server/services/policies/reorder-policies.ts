import { AppError } from '../../errors'
import { type Actor, recordAudit } from '../../repositories/audit'
import { inTransaction } from '../../repositories/db'
import { listPolicies, lockDraft, writePriorities } from '../../repositories/policy'
import type { ServiceContext } from '../context'
import type { PolicyList } from '../views/policy-view'
import { listDraft } from './read-draft'

/**
 * Gives all policies a new order, highest first.
 * @throws AppError `stale` when `ids` are not exactly the policies of the draft, with the list as it stands.
 */
export async function reorderPolicies(
  ctx: ServiceContext,
  actor: Actor,
  { ids }: { ids: string[] },
): Promise<PolicyList> {
  const done = await inTransaction(ctx.database, async (tx) => {
    await lockDraft(tx)
    const before = await listPolicies(tx)
    if (
      !isPermutation(
        ids,
        before.map(({ id }) => id),
      )
    )
      return false
    if (before.every(({ id }, at) => id === ids[at])) return true
    await writePriorities(tx, ids)
    const nameOf = new Map(before.map(({ id, name }) => [id, name]))
    await recordAudit(tx, {
      actor,
      action: 'policies.reorder',
      object: { kind: 'policies', id: null },
      before: { order: before.map(({ name }) => name) },
      after: { order: ids.map((id) => nameOf.get(id)) },
    })
    return true
  })
  const current = await listDraft(ctx)
  if (done) return current
  throw new AppError('stale', 'Policies were added or removed since you read the list.', { current })
}

function isPermutation(ids: readonly string[], known: readonly string[]): boolean {
  const named = new Set(ids)
  return ids.length === known.length && named.size === ids.length && known.every((id) => named.has(id))
}
