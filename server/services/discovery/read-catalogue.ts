/** The catalogue as it stands: what it began with, and what people changed. */

import type { CatalogueEntry } from '~/domain/catalogue/entry'
import { KNOWN_PROGRAMS } from '~/domain/catalogue/known-programs'
import { listCatalogueEdits } from '../../repositories/catalogue'
import type { Db } from '../../repositories/db'

/** In the order of names. */
export async function readCatalogue(db: Db): Promise<CatalogueEntry[]> {
  const edits = new Map((await listCatalogueEdits(db)).map(({ id, entry }) => [id, entry]))
  const known = KNOWN_PROGRAMS.filter(({ id }) => !edits.has(id))
  const edited = [...edits.values()].filter((entry) => entry !== null)
  return [...known, ...edited].sort((one, other) => one.name.localeCompare(other.name, 'en'))
}
