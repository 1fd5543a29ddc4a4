import { problem } from '~/domain/result'
import { AppError } from '../../errors'
import { inTransaction } from '../../repositories/db'
import { lockWord } from '../../repositories/farm-lock'
import { deleteSavedView, listSavedViews, putSavedView } from '../../repositories/saved-view'
import type { ServiceContext } from '../context'
import type { SavedView } from '../views/user-view'
import { refuseUnless } from './check-user'

/** So many views of one list are found by nobody. */
const MOST = 50

export async function listViews(
  { database }: ServiceContext,
  { id }: { id: string },
  { list }: { list: string },
): Promise<{ views: SavedView[] }> {
  return { views: await listSavedViews(database, id, list) }
}

/** Keeps a view under a name; an older one of that name is replaced. A look is no deed: it is not on the record. */
export function saveView(
  { database }: ServiceContext,
  { id }: { id: string },
  view: Omit<SavedView, 'id'>,
): Promise<SavedView> {
  return inTransaction(database, async (tx) => {
    await lockWord(tx, `views:${id}`)
    const views = await listSavedViews(tx, id, view.list)
    const isNew = !views.some(({ name }) => name === view.name)
    if (isNew && views.length >= MOST) {
      refuseUnless([
        problem('name', view.name, `a list has at most ${MOST} saved views`, 'Remove one you no longer use.'),
      ])
    }
    return putSavedView(tx, id, view)
  })
}

/** @throws `not-found` for a view that is gone or another person's. */
export async function removeView(
  { database }: ServiceContext,
  { id }: { id: string },
  view: { id: string },
): Promise<{ removed: true }> {
  if (!(await deleteSavedView(database, id, view.id)))
    throw new AppError('not-found', 'There is no such view.')
  return { removed: true }
}
