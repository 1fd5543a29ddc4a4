import type { SiteDelivery } from '~/domain/citrix-site/delivery'
import { citrixContent } from '~/formats/export/citrix-policy'
import { type CitrixDeliveryRecord, listDeliveries } from '../../repositories/citrix-delivery'
import { findHead, findRevision } from '../../repositories/revision'
import type { ServiceContext } from '../context'
import type { CitrixDeliveries } from '../views/citrix-view'

const SHOWN = 10

/** The connector's last runs, and whether the newest says what is published now. */
export async function readDeliveries({ database }: ServiceContext): Promise<CitrixDeliveries> {
  const rows = await listDeliveries(database, SHOWN)
  const [newest] = rows
  return {
    rows: rows.map(({ startedAt, finishedAt, aliveAt, ...row }) => ({
      ...row,
      startedAt: startedAt.toISOString(),
      finishedAt: (row.state === 'broken-off' ? aliveAt : finishedAt)?.toISOString() ?? null,
    })),
    isCurrent: newest ? await isCurrent(database, newest) : false,
  }
}

/** The newest run, for what it means on a host. */
export async function newestDelivery({
  database,
}: Pick<ServiceContext, 'database'>): Promise<SiteDelivery | null> {
  const [newest] = await listDeliveries(database, 1)
  if (!newest) return null
  const { state, finishedAt, startedAt } = newest
  return { state, atMs: (finishedAt ?? startedAt).getTime(), isCurrent: await isCurrent(database, newest) }
}

async function isCurrent(
  database: ServiceContext['database'],
  { revision }: CitrixDeliveryRecord,
): Promise<boolean> {
  const head = await findHead(database)
  if (!head || head.number === revision) return head !== null
  const written = await findRevision(database, revision)
  return written !== null && citrixContent(written.policies) === citrixContent(head.policies)
}
