import { resolveAuditFilter } from '../../repositories/audit-filter'
import {
  type AuditRecord,
  listAuditActions,
  listAuditKinds,
  listAuditRecords,
  listChangesByPeople,
  readNames,
} from '../../repositories/audit-list'
import type { Db } from '../../repositories/db'
import { sqlOf } from '../../repositories/statements'
import type { ServiceContext } from '../context'
import { readKey } from '../read-cursor'
import type { ActorKind, AuditEntry, AuditFilter, AuditListRequest, AuditRow } from '../views/audit-view'
import type { Page } from '../views/page'

/** The record, newest first. */
export async function listAudit(
  { database }: ServiceContext,
  { cursor, limit, ...filter }: AuditListRequest,
): Promise<Page<AuditRow>> {
  const resolved = await resolveAuditFilter(database, filter)
  const records = await listAuditRecords(database, resolved, limit + 1, readKey(cursor))
  const rows = await auditRows(database, records.slice(0, limit))
  return { rows, next: records.length > limit ? (rows.at(-1)?.id ?? null) : null }
}

/** The newest entries that match, without paging. */
export async function latestAudit(
  { database }: Pick<ServiceContext, 'database'>,
  filter: AuditFilter,
  limit: number,
): Promise<AuditRow[]> {
  return auditRows(
    database,
    await listAuditRecords(database, await resolveAuditFilter(database, filter), limit),
  )
}

/** What people changed last, without what it replaced and by what. */
export async function latestChanges({ statements }: ServiceContext, limit: number): Promise<AuditEntry[]> {
  return (await listChangesByPeople(sqlOf(statements), limit)).map(auditEntry)
}

/** What filters can be chosen from. */
export async function auditChoices({
  database,
}: ServiceContext): Promise<{ actions: string[]; kinds: string[] }> {
  return { actions: await listAuditActions(database), kinds: await listAuditKinds(database) }
}

/** Fields of `before` and `after` that name somebody by id. */
const PEOPLE = new Set(['requestedBy', 'approvedBy', 'decidedBy', 'createdBy', 'personId'])

function peopleIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([field, part]) =>
    PEOPLE.has(field) && typeof part === 'string' ? [part] : peopleIn(part),
  )
}

async function auditRows(db: Db, records: readonly AuditRecord[]): Promise<AuditRow[]> {
  const people = records.map(({ before, after }) => new Set(peopleIn([before, after])))
  const ids = [...new Set(people.flatMap((one) => [...one]))]
  const called = ids.length > 0 ? await readNames(db, ids) : []
  return records.map((record, index) => ({
    ...auditEntry(record),
    before: record.before,
    after: record.after,
    names: Object.fromEntries(
      called.filter(({ id }) => people[index]?.has(id)).map(({ id, name }) => [id, name]),
    ),
  }))
}

function auditEntry(record: AuditRecord): AuditEntry {
  const { id, at, actorKind, actorId, action, objectKind, objectId, reason } = record
  return {
    id,
    at: at.toISOString(),
    actor: { kind: actorKind as ActorKind, id: actorId, name: record.actorName ?? actorId ?? actorKind },
    action,
    object: { kind: objectKind, id: objectId, name: record.objectName },
    reason,
  }
}
