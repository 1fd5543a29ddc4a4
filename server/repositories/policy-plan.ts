/** Plans that were stored for review. Their number and their age are bounded: see `forgetPlans`. */

import type { Policy } from '~/domain/policy-model'
import type { Db } from './db'

export interface PlanRecord {
  hash: string
  baseRevision: number
  draftHash: string
  effectHash: string
  policies: Policy[]
  /** Where it came from, as its service wrote it. */
  origin: unknown
  createdAt: Date
  /** A user's id, or `cli`. */
  createdBy: string
  /** The revision that it became. */
  appliedAs: number | null
}

/** A plan that is there already is the same plan: it is only made young again. */
export async function keepPlan(tx: Db, plan: Omit<PlanRecord, 'appliedAs'>): Promise<void> {
  const { hash, createdAt, createdBy } = plan
  const origin = (plan.origin ?? undefined) as object | undefined
  await tx.policyPlan.upsert({
    where: { hash },
    create: { ...plan, origin, policies: plan.policies as unknown as object[] },
    update: { createdAt, createdBy, origin },
  })
}

export async function findPlan(db: Db, hash: string, notBefore: Date): Promise<PlanRecord | null> {
  const row = await db.policyPlan.findFirst({ where: { hash, createdAt: { gte: notBefore } } })
  return row && { ...row, policies: row.policies as unknown as Policy[] }
}

export type PlanSummary = Omit<PlanRecord, 'policies' | 'effectHash'>

/** Newest first; there are never more than the service keeps. */
export function listPlans(db: Db, notBefore: Date): Promise<PlanSummary[]> {
  return db.policyPlan.findMany({
    where: { createdAt: { gte: notBefore } },
    orderBy: [{ createdAt: 'desc' }, { hash: 'asc' }],
    omit: { policies: true, effectHash: true },
  })
}

export async function markPlanApplied(tx: Db, hash: string, appliedAs: number): Promise<void> {
  await tx.policyPlan.update({ where: { hash }, data: { appliedAs } })
}

/** Deletes plans from before `notBefore`, and all but the `most` newest. */
export async function forgetPlans(tx: Db, notBefore: Date, most: number): Promise<void> {
  await tx.$executeRawUnsafe(
    `DELETE FROM policy_plan WHERE created_at < $1::timestamptz OR hash IN
       (SELECT hash FROM policy_plan ORDER BY created_at DESC, hash OFFSET $2::int)`,
    notBefore,
    most,
  )
}
