import type { CatalogueEntry } from '~/domain/catalogue/entry'
import { Prisma } from '../database/generated/client'
import type { Db } from './db'

export interface CatalogueEditRecord {
  id: string
  /** Null for one that was taken out. */
  entry: CatalogueEntry | null
  changedAt: Date
  changedBy: string
}

export async function listCatalogueEdits(db: Db): Promise<CatalogueEditRecord[]> {
  return (await db.catalogueEdit.findMany()) as unknown as CatalogueEditRecord[]
}

export async function putCatalogueEdit(tx: Db, { id, entry, ...stamp }: CatalogueEditRecord): Promise<void> {
  const data = { entry: entry === null ? Prisma.DbNull : (entry as unknown as object), ...stamp }
  await tx.catalogueEdit.upsert({ where: { id }, create: { id, ...data }, update: data })
}

export async function removeCatalogueEdit(tx: Db, id: string): Promise<void> {
  await tx.catalogueEdit.deleteMany({ where: { id } })
}
