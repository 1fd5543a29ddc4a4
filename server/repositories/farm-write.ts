import type { Db } from './db'
import type { FarmRow } from './farm-row'

/** Changes the farm's one row. */
export async function writeFarm(tx: Db, change: Partial<Omit<FarmRow, 'demo'>>): Promise<void> {
  const { filterRule, ...rest } = change
  await tx.farm.update({
    where: { id: 1 },
    data: {
      ...rest,
      ...(filterRule && { filterRule: filterRule === 'any-type' ? 'any_type' : 'all_types' }),
    },
  })
}
