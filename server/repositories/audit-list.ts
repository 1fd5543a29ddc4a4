/** Reading the record: newest first, by key; and the names that its ids have today. */

import type { AuditAction } from '~/domain/audit-action'
import { isUuid } from '~/domain/uuid'
import { auditConditions, type ResolvedAuditFilter } from './audit-filter'
import type { Db } from './db'
import type { Sql } from './statements'

export interface AuditRecord {
  id: string
  at: Date
  actorKind: string
  actorId: string | null
  action: string
  objectKind: string
  objectId: string | null
  before: unknown
  after: unknown
  reason: string | null
  actorName: string | null
  objectName: string | null
}

/** At most `limit` lines below the key `before`. */
export async function listAuditRecords(
  db: Db,
  filter: ResolvedAuditFilter,
  limit: number,
  before?: number,
): Promise<AuditRecord[]> {
  const values: (string | number)[] = [limit]
  const place = (value: string | number) => `$${values.push(value)}`
  const conditions = auditConditions(filter, place)
  if (before !== undefined) conditions.push(`e.id < ${place(before)}::bigint`)
  const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''
  return db.$queryRawUnsafe<AuditRecord[]>(
    `${COLUMNS}
     FROM (SELECT * FROM audit_event e ${where} ORDER BY e.id DESC LIMIT $1::int) AS e
     ORDER BY e.id DESC`,
    ...values,
  )
}

// The record takes any text for an id; only a UUID can be that of a row.
const uuid = (column: string) => `CASE WHEN ${column} ~ '^[0-9a-f-]{36}$' THEN ${column}::uuid END`
const ACTOR_UUID = uuid('e.actor_id')
const OBJECT_UUID = uuid('e.object_id')

/** The name of `e`'s actor today, as SQL; null when it has none. */
export const ACTOR_NAME = `CASE e.actor_kind
  WHEN 'user' THEN (SELECT u.name FROM "user" u WHERE u.id = e.actor_id)
  WHEN 'host' THEN (SELECT h.name FROM host h WHERE h.id = ${ACTOR_UUID})
  END`

/** The name of `e`'s object today, as SQL. */
export const OBJECT_NAME = `CASE e.object_kind
  WHEN 'user' THEN (SELECT u.name FROM "user" u WHERE u.id = e.object_id)
  WHEN 'host' THEN (SELECT h.name FROM host h WHERE h.id = ${OBJECT_UUID})
  WHEN 'policy' THEN (SELECT p.name FROM policy p WHERE p.id = ${OBJECT_UUID})
  WHEN 'delivery-group' THEN (SELECT g.name FROM delivery_group g WHERE g.id = ${OBJECT_UUID})
  WHEN 'pool' THEN (SELECT o.name FROM pool o WHERE o.id = ${OBJECT_UUID})
  WHEN 'finding' THEN (SELECT f.program FROM finding f WHERE f.id = ${OBJECT_UUID})
  WHEN 'token' THEN (SELECT t.label FROM enrolment_token t WHERE t.id = ${OBJECT_UUID})
  WHEN 'rollout' THEN (SELECT 'Revision ' || r.revision FROM rollout r WHERE r.id = ${OBJECT_UUID})
  WHEN 'publish-request' THEN (SELECT q.reason FROM publish_request q WHERE q.id = ${OBJECT_UUID})
  WHEN 'revision' THEN 'Revision ' || e.object_id
  END`

const COLUMNS = `
  SELECT e.id::text, e.at, e.actor_kind AS "actorKind", e.actor_id AS "actorId", e.action,
    e.object_kind AS "objectKind", e.object_id AS "objectId", e.before, e.after, e.reason,
    ${ACTOR_NAME} AS "actorName", ${OBJECT_NAME} AS "objectName"`

/**
 * What people changed last, comings and goings left out. Only the newest 2,000 lines are looked through, however long
 * the record is.
 */
export async function listChangesByPeople(db: Sql, limit: number): Promise<AuditRecord[]> {
  return db.$queryRawUnsafe<AuditRecord[]>(
    `${COLUMNS}
     FROM (SELECT * FROM (SELECT * FROM audit_event ORDER BY id DESC LIMIT 2000) AS newest
           WHERE actor_kind IN ('user', 'cli') AND action NOT LIKE 'user.sign-%' AND action NOT LIKE 'export.%'
           ORDER BY id DESC LIMIT $1::int) AS e
     ORDER BY e.id DESC`,
    limit,
  )
}

/** What people are called today: users by their id, and those of sessions by theirs. */
export async function readNames(db: Db, ids: readonly string[]): Promise<{ id: string; name: string }[]> {
  return db.$queryRawUnsafe(
    `SELECT id, name FROM "user" WHERE id = ANY($1::text[])
     UNION ALL SELECT id::text, name FROM person WHERE id = ANY($2::uuid[])`,
    ids,
    ids.filter(isUuid),
  )
}

export interface MendedDriftRecord {
  at: Date
  foundAt: string | null
  settings: { setting: string; message: string | null }[]
}

/** The last time that a host put values back. */
export async function readMendedDrift(db: Db, hostId: string): Promise<MendedDriftRecord | null> {
  const action: AuditAction = 'host.drift-mended'
  const rows = await db.$queryRawUnsafe<
    { at: Date; after: { drift: Record<string, string | null>; foundAt: string | null } }[]
  >(
    `SELECT at, after FROM audit_event WHERE object_kind = 'host' AND object_id = $1 AND action = $2
     ORDER BY id DESC LIMIT 1`,
    hostId,
    action,
  )
  return (
    rows.map(({ at, after: { drift, foundAt } }) => ({
      at,
      foundAt,
      settings: Object.entries(drift).map(([setting, message]) => ({ setting, message })),
    }))[0] ?? null
  )
}

/** Every value that a column of the record has, by skipping from one to the next in its index. */
async function distinct(db: Db, column: 'action' | 'object_kind'): Promise<string[]> {
  const rows = await db.$queryRawUnsafe<{ value: string }[]>(
    `WITH RECURSIVE v(value) AS (
       (SELECT ${column} FROM audit_event ORDER BY ${column} LIMIT 1)
       UNION ALL
       SELECT (SELECT e.${column} FROM audit_event e WHERE e.${column} > v.value ORDER BY e.${column} LIMIT 1)
       FROM v WHERE v.value IS NOT NULL)
     SELECT value FROM v WHERE value IS NOT NULL LIMIT 1000`,
  )
  return rows.map(({ value }) => value)
}

export const listAuditActions = (db: Db): Promise<string[]> => distinct(db, 'action')
export const listAuditKinds = (db: Db): Promise<string[]> => distinct(db, 'object_kind')
