/** Published revisions. A trigger refuses to change them. */

import type { Policy } from '~/domain/policy-model'
import type { Db } from './db'

export interface RevisionRecord {
  number: number
  reason: string
  ticket: string | null
  /** The older revision whose policies it brings back. */
  restores: number | null
  changes: number
  changedHosts: number
  publishedAt: Date
  /** A user's id, or `cli`. */
  publishedBy: string
}

const COLUMNS = {
  number: true,
  reason: true,
  ticket: true,
  restores: true,
  changes: true,
  changedHosts: true,
  publishedAt: true,
  publishedBy: true,
} as const

export type FullRevision = RevisionRecord & { policies: Policy[]; contentHash: string }

const full = <R extends { policies: unknown }>(row: R) => ({ ...row, policies: row.policies as Policy[] })

/** The newest, or null before the first. */
export async function findHead(db: Db): Promise<FullRevision | null> {
  const row = await db.revision.findFirst({
    orderBy: { number: 'desc' },
    select: { ...COLUMNS, policies: true, contentHash: true },
  })
  return row && full(row)
}

export async function findRevision(db: Db, number: number): Promise<FullRevision | null> {
  const row = await db.revision.findUnique({
    where: { number },
    select: { ...COLUMNS, policies: true, contentHash: true },
  })
  return row && full(row)
}

/** Newest first, below `before`. */
export const listRevisions = (db: Db, limit: number, before?: number): Promise<RevisionRecord[]> =>
  db.revision.findMany({
    where: before === undefined ? {} : { number: { lt: before } },
    orderBy: { number: 'desc' },
    take: limit,
    select: COLUMNS,
  })

export async function insertRevision(tx: Db, revision: FullRevision): Promise<void> {
  const { policies, ...data } = revision
  await tx.revision.create({ data: { ...data, policies: policies as unknown as object[] } })
}

/** The revisions that were in force at some time since an instant. */
export async function revisionsSince(
  db: Db,
  since: Date,
): Promise<{ publishedAt: Date; policies: Policy[] }[]> {
  const select = { publishedAt: true, policies: true } as const
  const before = await db.revision.findFirst({
    where: { publishedAt: { lte: since } },
    orderBy: { number: 'desc' },
    select,
  })
  const after = await db.revision.findMany({
    where: { publishedAt: { gt: since } },
    orderBy: { number: 'desc' },
    take: 200,
    select,
  })
  return [...after, ...(before ? [before] : [])].map(full)
}
