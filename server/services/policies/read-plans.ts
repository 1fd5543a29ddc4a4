/** Stored plans, as those who review them see them: with what moved since they were made. */

import { AppError } from '../../errors'
import { readFarm } from '../../repositories/farm-row'
import { findPlan, listPlans } from '../../repositories/policy-plan'
import { findHead } from '../../repositories/revision'
import { userNames } from '../../repositories/token'
import type { ServiceContext } from '../context'
import type { PlanMoved, PlanOrigin, PlanRow, PlanView } from '../views/plan-view'
import { compareWanted, draftHash } from './compare-wanted'
import { readDraft } from './read-draft'
import { oldestPlan } from './store-plan'

/** Newest first: at most as many as are kept. */
export async function readPlans({ database, clock }: ServiceContext): Promise<PlanRow[]> {
  const records = await listPlans(database, oldestPlan(clock.now()))
  const names = await userNames(
    database,
    records.map(({ createdBy }) => createdBy),
  )
  const head = (await findHead(database))?.number ?? 0
  const draft = draftHash(await readDraft(database))
  return records.map(({ hash, baseRevision, createdAt, createdBy, appliedAs, origin, draftHash: of }) => {
    const from = origin as PlanOrigin | null
    return {
      hash,
      baseRevision,
      createdAt: createdAt.toISOString(),
      by: names.get(createdBy) ?? createdBy,
      appliedAs,
      files: from?.files.map(({ name }) => name) ?? [],
      leftOver: from?.unknown.length ?? 0,
      moved: appliedAs === null && (baseRevision !== head || of !== draft),
    }
  })
}

/** @throws AppError `not-found` for a plan that was never stored or is too old. */
export async function readPlan({ database, clock }: ServiceContext, hash: string): Promise<PlanView> {
  const plan = await findPlan(database, hash, oldestPlan(clock.now()))
  if (!plan)
    throw new AppError('not-found', 'There is no such plan. Plans are kept for 7 days: make it anew.')
  const now = await compareWanted(database, plan.policies)
  const { baseRevision, ...view } = now.view
  const moved: PlanMoved[] = [
    ...(baseRevision === plan.baseRevision ? [] : (['revision'] as const)),
    ...(now.draftHash === plan.draftHash ? [] : (['draft'] as const)),
    ...(now.effectHash === plan.effectHash ? [] : (['hosts'] as const)),
  ]
  const names = await userNames(database, [plan.createdBy])
  return {
    ...view,
    hash,
    baseRevision: plan.baseRevision,
    createdAt: plan.createdAt.toISOString(),
    by: names.get(plan.createdBy) ?? plan.createdBy,
    appliedAs: plan.appliedAs,
    origin: plan.origin as PlanOrigin | null,
    approveAbove: (await readFarm(database)).approveAboveHosts,
    moved: plan.appliedAs === null ? moved : [],
  }
}
