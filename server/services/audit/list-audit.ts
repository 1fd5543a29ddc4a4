import { resolveAuditFilter } from '../../repositories/audit-filter'
import {
  type AuditRecord,
  listAuditActions,
  listAuditKinds,
  listAuditRecords,
  listChangesByPeople,
} from '../../repositories/audit-list'
import { sqlOf } from '../../repositories/statements'
import type { ServiceContext } from '../context'
import { readKey } from '../read-cursor'
import type { ActorKind, AuditFilter, AuditListRequest, AuditRow } from '../views/audit-view'
import type { Page } from '../views/page'

/** The record, newest first. */
export async function listAudit(
  { database }: ServiceContext,
  { cursor, limit, ...filter }: AuditListRequest,
): Promise<Page<AuditRow>> {
  const resolved = await resolveAuditFilter(database, filter)
  const records = await listAuditRecords(database, resolved, limit + 1, readKey(cursor))
  const rows = records.slice(0, limit).map(auditRow)
  return { rows, next: records.length > limit ? (rows.at(-1)?.id ?? null) : null }
}

/** The newest entries that match, without paging. */
export async function latestAudit(
  { database }: Pick<ServiceContext, 'database'>,
  filter: AuditFilter,
  limit: number,
): Promise<AuditRow[]> {
  return (await listAuditRecords(database, await resolveAuditFilter(database, filter), limit)).map(auditRow)
}

/** What people changed last. */
export async function latestChanges({ statements }: ServiceContext, limit: number): Promise<AuditRow[]> {
  return (await listChangesByPeople(sqlOf(statements), limit)).map(auditRow)
}

/** What filters can be chosen from. */
export async function auditChoices({
  database,
}: ServiceContext): Promise<{ actions: string[]; kinds: string[] }> {
  return { actions: await listAuditActions(database), kinds: await listAuditKinds(database) }
}

function auditRow(record: AuditRecord): AuditRow {
  const { id, at, actorKind, actorId, action, objectKind, objectId, before, after, reason } = record
  return {
    id,
    at: at.toISOString(),
    actor: { kind: actorKind as ActorKind, id: actorId, name: record.actorName ?? actorId ?? actorKind },
    action,
    object: { kind: objectKind, id: objectId, name: record.objectName },
    before,
    after,
    reason,
  }
}
