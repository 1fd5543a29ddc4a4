import type { FilterRule } from '~/domain/filter'
import type { Db } from './db'

export interface FarmRow {
  name: string
  demo: boolean
  approvalQueue: boolean
  pollSeconds: number
  slotWindowMs: number
  filterRule: FilterRule
  allowUnverifiedOs: boolean
  /** A publish that reaches more hosts needs a second person; null: none does. */
  approveAboveHosts: number | null
  historyDays: number | null
  pseudonymDays: number | null
}

/** The farm's one row; the first migration makes it. */
export async function readFarm(db: Db): Promise<FarmRow> {
  const { filterRule, ...row } = await db.farm.findUniqueOrThrow({
    where: { id: 1 },
    omit: { id: true, createdAt: true },
  })
  return { ...row, filterRule: filterRule === 'any_type' ? 'any-type' : 'all-types' }
}
