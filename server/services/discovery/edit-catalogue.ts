/** The catalogue as people see and change it. What it began with can be taken out and comes back whole. */

import { checkCatalogueEntry } from '~/domain/catalogue/check-entry'
import type { CatalogueEntry } from '~/domain/catalogue/entry'
import { KNOWN_PROGRAMS } from '~/domain/catalogue/known-programs'
import { AppError } from '../../errors'
import { type Actor, recordAudit } from '../../repositories/audit'
import { listCatalogueEdits, putCatalogueEdit, removeCatalogueEdit } from '../../repositories/catalogue'
import { inTransaction } from '../../repositories/db'
import { lockWord } from '../../repositories/farm-lock'
import { userNames } from '../../repositories/token'
import type { ServiceContext } from '../context'
import { refuseProblems } from '../policies/check-draft'
import type { CatalogueRow } from '../views/discovery-view'

const MOST_ENTRIES = 2_000

/** Every entry, those that were taken out too, in the order of names. */
export async function listCatalogue({ database }: ServiceContext): Promise<{ rows: CatalogueRow[] }> {
  const edits = await listCatalogueEdits(database)
  const names = await userNames(database, [...new Set(edits.map(({ changedBy }) => changedBy))])
  const known = new Map(KNOWN_PROGRAMS.map((entry) => [entry.id, entry]))
  const edited = edits.flatMap(({ id, entry, changedAt, changedBy }): CatalogueRow[] => {
    const before = known.get(id)
    const shown = entry ?? before
    if (!shown) return []
    const origin = entry === null ? 'removed' : before ? 'changed' : 'added'
    return [{ ...shown, origin, changedAt: changedAt.toISOString(), by: names.get(changedBy) ?? changedBy }]
  })
  const changed = new Set(edits.map(({ id }) => id))
  const rest = KNOWN_PROGRAMS.filter(({ id }) => !changed.has(id)).map(
    (entry): CatalogueRow => ({ ...entry, origin: 'known', changedAt: null, by: null }),
  )
  return { rows: [...edited, ...rest].sort((one, other) => one.name.localeCompare(other.name, 'en')) }
}

/** Adds an entry or changes one. @throws AppError `bad-input` with every problem, `conflict` when there are too many. */
export async function saveCatalogueEntry(
  ctx: ServiceContext,
  actor: Actor,
  entry: CatalogueEntry,
): Promise<{ id: string }> {
  refuseProblems(checkCatalogueEntry(entry))
  await inTransaction(ctx.database, async (tx) => {
    await lockWord(tx, 'catalogue')
    const edits = await listCatalogueEdits(tx)
    const before = edits.find(({ id }) => id === entry.id)?.entry ?? knownEntry(entry.id)
    if (!before && edits.length >= MOST_ENTRIES) {
      throw new AppError('conflict', `The catalogue has at most ${MOST_ENTRIES} entries of your own.`)
    }
    await putCatalogueEdit(tx, {
      id: entry.id,
      entry,
      changedAt: ctx.clock.now(),
      changedBy: actor.id ?? actor.kind,
    })
    await recordAudit(tx, {
      actor,
      action: 'catalogue.save',
      object: { kind: 'catalogue-entry', id: entry.id },
      before: before ?? null,
      after: entry,
    })
  })
  return { id: entry.id }
}

/** Takes an entry out; one that people added goes for good. @throws AppError `not-found` */
export async function removeCatalogueEntry(
  ctx: ServiceContext,
  actor: Actor,
  { id }: { id: string },
): Promise<{ id: string }> {
  await inTransaction(ctx.database, async (tx) => {
    await lockWord(tx, 'catalogue')
    const edit = (await listCatalogueEdits(tx)).find((one) => one.id === id)
    const before = edit ? edit.entry : knownEntry(id)
    if (!before) throw noSuchEntry()
    const stamp = { changedAt: ctx.clock.now(), changedBy: actor.id ?? actor.kind }
    if (knownEntry(id)) await putCatalogueEdit(tx, { id, entry: null, ...stamp })
    else await removeCatalogueEdit(tx, id)
    await recordAudit(tx, {
      actor,
      action: 'catalogue.remove',
      object: { kind: 'catalogue-entry', id },
      before,
    })
  })
  return { id }
}

/** Brings an entry back as it came. @throws AppError `not-found` */
export async function restoreCatalogueEntry(
  ctx: ServiceContext,
  actor: Actor,
  { id }: { id: string },
): Promise<{ id: string }> {
  const known = knownEntry(id)
  if (!known) throw noSuchEntry()
  await inTransaction(ctx.database, async (tx) => {
    await lockWord(tx, 'catalogue')
    const edit = (await listCatalogueEdits(tx)).find((one) => one.id === id)
    if (!edit) return
    await removeCatalogueEdit(tx, id)
    const object = { kind: 'catalogue-entry', id }
    await recordAudit(tx, { actor, action: 'catalogue.restore', object, before: edit.entry, after: known })
  })
  return { id }
}

const knownEntry = (id: string) => KNOWN_PROGRAMS.find((entry) => entry.id === id)
const noSuchEntry = () => new AppError('not-found', 'There is no such entry in the catalogue.')
