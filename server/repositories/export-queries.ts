/** What is exported, column by column. The names are a promise: scripts read them. */

import { auditConditions, type ResolvedAuditFilter } from './audit-filter'
import { ACTOR_NAME, OBJECT_NAME } from './audit-list'
import { type ExportColumn, type ExportQuery, isoTime, literal } from './export'

const text = (name: string, sql: string): ExportColumn => ({ name, sql, type: 'text' })

/** Made by us: ids, times, words of a fixed list, addresses. */
const plain = (name: string, sql: string): ExportColumn => ({ name, sql, type: 'plain' })

const AUDIT_COLUMNS: ExportColumn[] = [
  { name: 'id', sql: 'e.id', type: 'number' },
  plain('at', isoTime('e.at')),
  text('actor_kind', 'e.actor_kind'),
  text('actor_id', 'e.actor_id'),
  text('actor_name', ACTOR_NAME),
  text('action', 'e.action'),
  text('object_kind', 'e.object_kind'),
  text('object_id', 'e.object_id'),
  text('object_name', OBJECT_NAME),
  { name: 'before', sql: 'e.before', type: 'json' },
  { name: 'after', sql: 'e.after', type: 'json' },
  text('reason', 'e.reason'),
  text('request_id', 'e.request_id'),
]

/** The record, oldest first. */
export function auditExport(filter: ResolvedAuditFilter): ExportQuery {
  const conditions = auditConditions(filter, literal)
  const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''
  return { columns: AUDIT_COLUMNS, from: `FROM audit_event e ${where} ORDER BY e.id` }
}

const ALLOCATION_COLUMNS: ExportColumn[] = [
  plain('id', 'a.id::text'),
  text('host', 'a.host'),
  text('person', 'a.person'),
  { name: 'session', sql: 'a.number', type: 'number' },
  text('boot', 'a.boot'),
  plain('logon_at', isoTime('a.logon_at')),
  plain('kind', 'a.kind::text'),
  text('network', 'a.network'),
  plain('address', 'host(a.address)'),
  text('program', 'a.program'),
  plain('held_from', isoTime('a.held_from')),
  plain('held_to', isoTime('a.held_to')),
  plain('received_at', isoTime('a.received_at')),
]

export interface AllocationFilter {
  /** Held at or after this instant. */
  from?: string
  /** Held before this instant. */
  to?: string
  /** A host's name or id. */
  host?: string
}

/** Addresses held, then and now, by the time they were taken. One that is still held has no `held_to`. */
export function allocationExport({ from, to, host }: AllocationFilter): ExportQuery {
  const conditions = [
    from && `(a.held_to IS NULL OR a.held_to >= ${literal(from)}::timestamptz)`,
    to && `a.held_from < ${literal(to)}::timestamptz`,
    host && `(lower(h.name) = lower(${literal(host)}) OR h.id::text = ${literal(host)})`,
  ].filter((condition) => typeof condition === 'string' && condition !== '')
  const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''
  return {
    columns: ALLOCATION_COLUMNS,
    // Sorted as the database keeps it (`OFFSET 0`), and written as text only then: of a million rows, text is more to sort.
    from: `FROM (
        SELECT a.*, h.name AS host, p.name AS person, s.number, s.boot, s.logon_at FROM (
          SELECT id, session_id, kind, network, address, program, held_from, held_to, received_at FROM allocation
          UNION ALL
          SELECT id, session_id, kind, network, address, program, held_from, NULL, received_at FROM allocation_open
        ) AS a
        JOIN session s ON s.id = a.session_id
        JOIN person p ON p.id = s.person_id
        JOIN host h ON h.id = s.host_id
        ${where} ORDER BY a.held_from, a.id OFFSET 0
      ) AS a ORDER BY a.held_from, a.id`,
  }
}
