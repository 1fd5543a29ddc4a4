/** Views of lists that people keep for themselves. */

import type { Db } from './db'

export interface SavedViewRecord {
  id: string
  list: string
  name: string
  query: string
}

const COLUMNS = { id: true, list: true, name: true, query: true } as const

/** Of one person, by name. */
export const listSavedViews = (db: Db, userId: string, list: string): Promise<SavedViewRecord[]> =>
  db.savedView.findMany({ where: { userId, list }, select: COLUMNS, orderBy: { name: 'asc' } })

/** A view of that name is replaced. */
export const putSavedView = (
  db: Db,
  userId: string,
  { list, name, query }: Omit<SavedViewRecord, 'id'>,
): Promise<SavedViewRecord> =>
  db.savedView.upsert({
    where: { userId_list_name: { userId, list, name } },
    create: { userId, list, name, query },
    update: { query },
    select: COLUMNS,
  })

/** False when the person has no such view. */
export async function deleteSavedView(db: Db, userId: string, id: string): Promise<boolean> {
  return (await db.savedView.deleteMany({ where: { id, userId } })).count > 0
}
