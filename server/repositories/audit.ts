import type { Db } from './db'

/** Who did it. Hosts and people by id; `cli` is somebody with a shell on the server; `system` is a reconciler. */
export type Actor =
  | { kind: 'user'; id: string; role: string; requestId?: string }
  | { kind: 'host'; id: string }
  | { kind: 'cli'; id: null }
  | { kind: 'system'; id: null }

export interface AuditEntry {
  actor: Actor
  /** `noun.verb`, such as `policy.create`. */
  action: string
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

const requestOf = (actor: Actor) => ('requestId' in actor ? actor.requestId : undefined)

/** Prisma tells SQL NULL from JSON null; an absent side is SQL NULL. */
const json = (value: unknown) =>
  value === undefined || value === null ? undefined : (JSON.parse(JSON.stringify(value)) as object)
