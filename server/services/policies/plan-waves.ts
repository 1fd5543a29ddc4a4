import { checkPolicies } from '~/domain/policy-check'
import type { RolloutPlan } from '~/domain/rollout'
import { findHead } from '../../repositories/revision'
import type { ServiceContext } from '../context'
import { previewWaves } from '../rollouts/preview-waves'
import type { WavePreview } from '../views/rollout-view'
import { readDraft } from './read-draft'

/** How many hosts each wave would take if the draft were published now, and which. None for a draft that breaks a rule. */
export async function planWaves(
  ctx: ServiceContext,
  { waves }: { waves: RolloutPlan['waves'] },
): Promise<WavePreview[]> {
  const [head, policies] = await Promise.all([findHead(ctx.database), readDraft(ctx.database)])
  if (checkPolicies(policies).length > 0) return waves.map(() => ({ hosts: 0, names: [] }))
  return previewWaves(ctx, policies, waves, (head?.number ?? 0) + 1)
}
