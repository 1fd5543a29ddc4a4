/** Captures that were uploaded, in comparisons. */

import type { OsFamily } from '~/domain/host-facts'
import type { Db } from './db'

export interface ComparisonRecord {
  id: string
  name: string
  oneMachine: boolean
  createdAt: Date
  createdBy: string
  changedAt: Date
}

export interface CaptureRecord {
  id: string
  comparisonId: string
  name: string
  format: string
  locale: string | null
  family: OsFamily
  isSide: boolean
  bytes: number
  lines: number
  rows: number
  rejected: number
  rejects: { line: number; reason: string }[]
  notes: string[]
  uploadedAt: Date
  uploadedBy: string
}

/** With what is kept of its rows: gzipped JSON. */
export type StoredCapture = CaptureRecord & { kept: Uint8Array }

const COLUMNS = {
  id: true,
  comparisonId: true,
  name: true,
  format: true,
  locale: true,
  family: true,
  isSide: true,
  bytes: true,
  lines: true,
  rows: true,
  rejected: true,
  rejects: true,
  notes: true,
  uploadedAt: true,
  uploadedBy: true,
} as const

type Row = Omit<CaptureRecord, 'rejects' | 'notes' | 'family'> & {
  family: string
  rejects: unknown
  notes: unknown
}

const recordOf = <R extends Row>(row: R) => ({
  ...row,
  family: row.family as OsFamily,
  rejects: row.rejects as CaptureRecord['rejects'],
  notes: row.notes as string[],
})

export async function insertComparison(
  tx: Db,
  comparison: { name: string; oneMachine: boolean; at: Date; by: string },
): Promise<ComparisonRecord> {
  const { name, oneMachine, at, by } = comparison
  return tx.comparison.create({ data: { name, oneMachine, createdAt: at, createdBy: by, changedAt: at } })
}

/** Keeps others who would add to it waiting until the transaction ends. */
export async function lockComparison(tx: Db, id: string): Promise<ComparisonRecord | null> {
  await tx.$queryRawUnsafe('SELECT id::text FROM comparison WHERE id = $1::uuid FOR UPDATE', id)
  return tx.comparison.findUnique({ where: { id } })
}

export const findComparison = (db: Db, id: string): Promise<ComparisonRecord | null> =>
  db.comparison.findUnique({ where: { id } })

export async function touchComparison(
  tx: Db,
  id: string,
  data: { oneMachine?: boolean; changedAt: Date },
): Promise<void> {
  await tx.comparison.update({ where: { id }, data })
}

export async function deleteComparison(tx: Db, id: string): Promise<boolean> {
  return (await tx.comparison.deleteMany({ where: { id } })).count === 1
}

/** Newest change first, after a key. */
export async function listComparisonRows(
  db: Db,
  after: { changedAt: Date; id: string } | null,
  limit: number,
): Promise<ComparisonRecord[]> {
  return db.comparison.findMany({
    where: after
      ? {
          OR: [{ changedAt: { lt: after.changedAt } }, { changedAt: after.changedAt, id: { gt: after.id } }],
        }
      : {},
    orderBy: [{ changedAt: 'desc' }, { id: 'asc' }],
    take: limit,
  })
}

export const countComparisons = (db: Db): Promise<number> => db.comparison.count()
export const countCaptures = (db: Db, comparisonId: string): Promise<number> =>
  db.capture.count({ where: { comparisonId } })

export async function insertCapture(tx: Db, capture: Omit<StoredCapture, 'id'>): Promise<CaptureRecord> {
  const { rejects, notes, kept, ...rest } = capture
  const row = await tx.capture.create({
    data: { ...rest, rejects: rejects as object[], notes, kept: new Uint8Array(kept) },
    select: COLUMNS,
  })
  return recordOf(row)
}

/** In the order they came. */
export async function listCaptures(db: Db, comparisonIds: readonly string[]): Promise<CaptureRecord[]> {
  const rows = await db.capture.findMany({
    where: { comparisonId: { in: [...comparisonIds] } },
    select: COLUMNS,
    orderBy: { id: 'asc' },
  })
  return rows.map(recordOf)
}

export async function readCaptures(db: Db, comparisonId: string): Promise<StoredCapture[]> {
  const rows = await db.capture.findMany({
    where: { comparisonId },
    select: { ...COLUMNS, kept: true },
    orderBy: { id: 'asc' },
  })
  return rows.map(recordOf)
}

export async function deleteCapture(
  tx: Db,
  id: string,
): Promise<{ comparisonId: string; name: string } | null> {
  const found = await tx.capture.findUnique({ where: { id }, select: { comparisonId: true, name: true } })
  if (!found) return null
  await tx.capture.delete({ where: { id } })
  return found
}

/** Comparisons that nobody added to since an instant, and those beyond the newest so many. */
export async function oldComparisons(db: Db, before: Date, most: number): Promise<string[]> {
  const rows = await db.$queryRawUnsafe<{ id: string }[]>(
    `SELECT id::text FROM comparison WHERE changed_at < $1::timestamptz
     UNION SELECT id::text FROM (SELECT id FROM comparison ORDER BY changed_at DESC, id OFFSET $2) o LIMIT 500`,
    before,
    most,
  )
  return rows.map(({ id }) => id)
}
