import type { AuditAction } from '~/domain/audit-action'
import type { MendedDrift } from '~/domain/drift'
import type { Db } from './db'
import type { Sql } from './statements'

/** Who did it. Hosts and people by id; `cli` is somebody with a shell on the server; `system` is a reconciler. */
export type Actor =
  | { kind: 'user'; id: string; role: string; requestId?: string }
  | { kind: 'host'; id: string }
  | { kind: 'cli'; id: null }
  | { kind: 'system'; id: null }

export interface AuditEntry {
  actor: Actor
  action: AuditAction
  object: { kind: string; id: string | null }
  before?: unknown
  after?: unknown
  reason?: string
  requestId?: string
}

/** Writes the record. Call it with the transaction of the change itself: both stand or neither does. */
export async function recordAudit(tx: Db, entry: AuditEntry): Promise<void> {
  await tx.auditEvent.create({
    data: {
      actorKind: entry.actor.kind,
      actorId: entry.actor.id,
      action: entry.action,
      objectKind: entry.object.kind,
      objectId: entry.object.id,
      before: json(entry.before),
      after: json(entry.after),
      reason: entry.reason,
      requestId: entry.requestId ?? requestOf(entry.actor),
    },
  })
}

/**
 * Records that a host put values back which somebody had changed there. The same again within ten minutes is not: a
 * program that changes a value whenever it is put back would fill the record.
 */
export async function recordMendedDrift(
  tx: Sql,
  hostId: string,
  mended: readonly MendedDrift[],
): Promise<void> {
  const drift = Object.fromEntries(mended.map(({ setting, message }) => [setting, message]))
  const [foundAt] = mended.flatMap((one) => one.foundAt ?? []).sort()
  const action: AuditAction = 'host.drift-mended'
  await tx.$executeRawUnsafe(
    `INSERT INTO audit_event (actor_kind, actor_id, action, object_kind, object_id, after)
     SELECT 'host', $1::text, $2::text, 'host', $1::text, jsonb_build_object('drift', $3::jsonb, 'foundAt', $4::text)
     WHERE NOT EXISTS (
       SELECT FROM audit_event e
       WHERE e.object_kind = 'host' AND e.object_id = $1::text AND e.action = $2::text
         AND e.after->'drift' = $3::jsonb AND e.at > clock_timestamp() - interval '10 minutes')`,
    hostId,
    action,
    JSON.stringify(drift),
    foundAt ?? null,
  )
}

const requestOf = (actor: Actor) => ('requestId' in actor ? actor.requestId : undefined)

/** Prisma tells SQL NULL from JSON null; an absent side is SQL NULL. */
const json = (value: unknown) =>
  value === undefined || value === null ? undefined : (JSON.parse(JSON.stringify(value)) as object)
