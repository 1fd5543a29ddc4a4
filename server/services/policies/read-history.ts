import { diffPolicies } from '~/domain/policy-diff'
import { AppError } from '../../errors'
import { findApprover } from '../../repositories/publish-request'
import { findRevision, listRevisions, type RevisionRecord } from '../../repositories/revision'
import { userNames } from '../../repositories/token'
import type { ServiceContext } from '../context'
import { readKey } from '../read-cursor'
import type { Page, PageRequest } from '../views/page'
import type { RevisionRow, RevisionView } from '../views/policy-view'

/** What the column holds. */
const MAX_REVISION = 2_147_483_647

/** Published revisions, newest first. */
export async function listHistory(
  { database }: ServiceContext,
  { cursor, limit }: PageRequest,
): Promise<Page<RevisionRow>> {
  const records = await listRevisions(database, limit + 1, readKey(cursor, MAX_REVISION))
  const names = await userNames(
    database,
    records.map(({ publishedBy }) => publishedBy),
  )
  const rows = records.slice(0, limit).map((record) => rowOf(record, names))
  return { rows, next: records.length > limit ? String(rows.at(-1)?.number) : null }
}

/** One revision with its policies, and how it differs from the one before. @throws AppError `not-found`. */
export async function getRevision(
  { database }: ServiceContext,
  { number }: { number: number },
): Promise<RevisionView> {
  const record = await findRevision(database, number)
  if (!record) throw new AppError('not-found', `There is no revision ${number}.`)
  const [before, approver] = await Promise.all([
    findRevision(database, number - 1),
    findApprover(database, number),
  ])
  const names = await userNames(database, [record.publishedBy, approver ?? ''])
  const { changes, changedHosts, ...row } = rowOf(record, names)
  return {
    ...row,
    approvedBy: approver === null ? null : (names.get(approver) ?? approver),
    policies: record.policies,
    changes: diffPolicies(before?.policies ?? [], record.policies),
  }
}

function rowOf(record: RevisionRecord, names: ReadonlyMap<string, string>): RevisionRow {
  return {
    number: record.number,
    publishedAt: record.publishedAt.toISOString(),
    by: names.get(record.publishedBy) ?? record.publishedBy,
    reason: record.reason,
    ticket: record.ticket,
    restores: record.restores,
    changedHosts: record.changedHosts,
    changes: record.changes,
  }
}
