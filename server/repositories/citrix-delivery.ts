/** Runs of the connector to a Citrix site. */

import type { Db } from './db'

export interface CitrixDeliveryRecord {
  id: string
  site: string
  setName: string
  revision: number
  state: 'applying' | 'delivered' | 'interrupted'
  calls: number
  why: string | null
  startedAt: Date
  finishedAt: Date | null
  /** A user's id, or `cli`. */
  startedBy: string
}

export async function insertDelivery(
  tx: Db,
  row: Pick<CitrixDeliveryRecord, 'site' | 'setName' | 'revision' | 'startedAt' | 'startedBy'>,
): Promise<string> {
  const { id } = await tx.citrixDelivery.create({ data: { ...row, state: 'applying' }, select: { id: true } })
  return id
}

export async function finishDelivery(
  tx: Db,
  id: string,
  end: Pick<CitrixDeliveryRecord, 'state' | 'calls' | 'why'> & { finishedAt: Date },
): Promise<void> {
  await tx.citrixDelivery.update({ where: { id }, data: end })
}

/** Newest first. */
export async function listDeliveries(db: Db, limit: number): Promise<CitrixDeliveryRecord[]> {
  const rows = await db.citrixDelivery.findMany({
    orderBy: [{ startedAt: 'desc' }, { id: 'desc' }],
    take: limit,
  })
  return rows.map((row) => ({ ...row, state: row.state as CitrixDeliveryRecord['state'] }))
}
