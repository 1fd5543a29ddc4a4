/** The catalogue as it is downloaded: as it stands, without what was taken out. Who read it is on the record. */

import { randomUUID } from 'node:crypto'
import type { CatalogueEntry } from '~/domain/catalogue/entry'
import { type Actor, recordAudit } from '../../repositories/audit'
import type { ServiceContext } from '../context'
import { readCatalogue } from './read-catalogue'

export async function exportCatalogue(
  { database }: ServiceContext,
  actor: Actor,
  { format }: { format: 'csv' | 'json' },
): Promise<CatalogueEntry[]> {
  const entries = await readCatalogue(database)
  await recordAudit(database, {
    actor,
    action: 'export.catalogue',
    object: { kind: 'export', id: randomUUID() },
    after: { format, rows: entries.length },
  })
  return entries
}
