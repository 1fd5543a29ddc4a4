import { AppError } from '../../errors'
import { type Actor, recordAudit } from '../../repositories/audit'
import { inTransaction } from '../../repositories/db'
import { countPolicies, insertPolicy, lockDraft } from '../../repositories/policy'
import type { ServiceContext } from '../context'
import type { PolicyRow } from '../views/policy-view'
import { MOST_POLICIES, requireSound } from './check-draft'
import { getDraftPolicy } from './read-draft'

/** A new policy: enabled, without settings, of the lowest priority. */
export async function createPolicy(
  ctx: ServiceContext,
  actor: Actor,
  input: { name: string; description?: string },
): Promise<PolicyRow> {
  const name = input.name.trim()
  const description = input.description ?? ''
  const id = await inTransaction(ctx.database, async (tx) => {
    await lockDraft(tx)
    const count = await countPolicies(tx)
    if (count >= MOST_POLICIES)
      throw new AppError('conflict', `A farm has at most ${MOST_POLICIES} policies.`)
    const priority = count + 1
    await requireSound(tx, { name, description, enabled: true, priority, settings: {}, filters: [] })
    const updatedBy = actor.id ?? actor.kind
    const record = await insertPolicy(tx, { name, description, priority, updatedBy, at: ctx.clock.now() })
    await recordAudit(tx, {
      actor,
      action: 'policy.create',
      object: { kind: 'policy', id: record.id },
      after: { name, description, priority },
    })
    return record.id
  })
  return getDraftPolicy(ctx, { id })
}
