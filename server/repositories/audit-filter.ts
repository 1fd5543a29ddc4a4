/** Which lines of the record are asked for, as SQL over `audit_event e`. */

import type { Db } from './db'

export interface AuditFilter {
  /** A user's or a host's name, an id, or an actor kind. */
  actor?: string
  /** An object's kind, name or id, or `kind:id`. */
  object?: string
  action?: string
  /** Inclusive, ISO 8601. */
  from?: string
  /** Exclusive, ISO 8601. */
  to?: string
}

/** Names are looked up first, so that the record itself is searched by indexed ids. */
export interface ResolvedAuditFilter extends Omit<AuditFilter, 'actor' | 'object'> {
  actor?: { word: string; ids: string[] }
  object?: { word: string; ids: string[] }
}

export async function resolveAuditFilter(
  db: Db,
  { actor, object, ...rest }: AuditFilter,
): Promise<ResolvedAuditFilter> {
  return {
    ...rest,
    ...(actor && { actor: { word: actor, ids: [actor, ...(await idsNamed(db, actor, ACTORS))] } }),
    ...(object && { object: { word: object, ids: [object, ...(await idsNamed(db, object, OBJECTS))] } }),
  }
}

const ACTORS = `
  SELECT id FROM "user" WHERE lower(username) = lower($1) OR lower(name) = lower($1)
  UNION ALL SELECT id::text FROM host WHERE lower(name) = lower($1)`
const OBJECTS = `${ACTORS}
  UNION ALL SELECT id::text FROM policy WHERE lower(name) = lower($1)
  UNION ALL SELECT id::text FROM delivery_group WHERE lower(name) = lower($1)
  UNION ALL SELECT id::text FROM enrolment_token WHERE lower(label) = lower($1)`

async function idsNamed(db: Db, name: string, from: string): Promise<string[]> {
  const rows = await db.$queryRawUnsafe<{ id: string }[]>(
    `SELECT id FROM (${from}) AS named LIMIT 1000`,
    name,
  )
  return rows.map(({ id }) => id)
}

/**
 * The conditions, to be joined by AND; none for no filter. `literal` gives the SQL of a value: a parameter's place, or
 * a quoted text where a statement takes no parameters.
 */
export function auditConditions(
  { actor, object, action, from, to }: ResolvedAuditFilter,
  literal: (value: string) => string,
): string[] {
  const oneOf = (ids: readonly string[]) => `(${ids.map(literal).join(', ')})`
  const [, kind, id] = object?.word.match(/^([a-z-]+):(.+)$/) ?? []
  return [
    actor && `(e.actor_kind = ${literal(actor.word)} OR e.actor_id IN ${oneOf(actor.ids)})`,
    object &&
      `(e.object_kind = ${literal(object.word)} OR e.object_id IN ${oneOf(object.ids)}${
        kind && id ? ` OR (e.object_kind = ${literal(kind)} AND e.object_id = ${literal(id)})` : ''
      })`,
    action && `e.action = ${literal(action)}`,
    from && `e.at >= ${literal(from)}::timestamptz`,
    to && `e.at < ${literal(to)}::timestamptz`,
  ].filter((condition) => typeof condition === 'string' && condition !== '') as string[]
}
