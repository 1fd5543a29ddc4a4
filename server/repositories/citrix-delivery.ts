/** Runs of the connector to a Citrix site. */

import { type DeliveryState, SILENT_AFTER_MS } from '~/domain/citrix-site/delivery'
import type { Db } from './db'

export interface CitrixDeliveryRecord {
  id: string
  site: string
  setName: string
  revision: number
  state: DeliveryState
  calls: number
  why: string | null
  startedAt: Date
  finishedAt: Date | null
  /** The last sign of life. */
  aliveAt: Date
  /** A user's id, or `cli`. */
  startedBy: string
}

export async function insertDelivery(
  tx: Db,
  row: Pick<CitrixDeliveryRecord, 'site' | 'setName' | 'revision' | 'startedAt' | 'startedBy'>,
): Promise<string> {
  const { id } = await tx.citrixDelivery.create({ data: { ...row, state: 'applying' }, select: { id: true } })
  await signDelivery(tx, id, 0)
  return id
}

/** By the database's clock: the one machine that every run and every server asks. */
export async function signDelivery(db: Db, id: string, calls: number): Promise<void> {
  await db.$executeRawUnsafe(
    `UPDATE citrix_delivery SET alive_at = clock_timestamp(), calls = $2 WHERE id = $1::uuid AND state = 'applying'`,
    id,
    calls,
  )
}

export async function finishDelivery(
  tx: Db,
  id: string,
  end: Pick<CitrixDeliveryRecord, 'state' | 'calls' | 'why'> & { finishedAt: Date },
): Promise<void> {
  await tx.citrixDelivery.update({ where: { id }, data: end })
}

/** What is not ended and gives no sign any more broke off. */
const STATE = `CASE WHEN state = 'applying' AND alive_at < clock_timestamp() - ${SILENT_AFTER_MS} * interval '1 millisecond'
  THEN 'broken-off' ELSE state END AS state`
const COLUMNS = `id::text, site, set_name AS "setName", revision, ${STATE}, calls, why, started_at AS "startedAt",
  finished_at AS "finishedAt", alive_at AS "aliveAt", started_by AS "startedBy"`

/** Newest first. */
export async function listDeliveries(db: Db, limit: number): Promise<CitrixDeliveryRecord[]> {
  return db.$queryRawUnsafe(
    `SELECT ${COLUMNS} FROM citrix_delivery ORDER BY started_at DESC, id DESC LIMIT $1::int`,
    limit,
  )
}

/** Runs into a policy set that nobody has ended. */
export async function openDeliveries(
  db: Db,
  { site, setName }: Pick<CitrixDeliveryRecord, 'site' | 'setName'>,
): Promise<CitrixDeliveryRecord[]> {
  return db.$queryRawUnsafe(
    `SELECT ${COLUMNS} FROM citrix_delivery WHERE state = 'applying' AND site = $1 AND set_name = $2`,
    site,
    setName,
  )
}
