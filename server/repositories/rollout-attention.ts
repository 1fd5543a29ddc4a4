import type { GateFailure } from '~/domain/rollout-decision'
import type { Sql } from './statements'

export interface AttentionRecord {
  /** The open rollout; there is at most one. */
  rollout: {
    id: string
    revision: number
    state: 'scheduled' | 'running' | 'halted'
    halt: { by: string; reason?: string; failure?: GateFailure } | null
  } | null
  /** The publish that waits for a second person; there is at most one, and none once the farm moved on. */
  request: { id: string; hosts: number; createdBy: string; by: string | null } | null
}

/** What is under way and may want somebody, in one statement over two tables of which an index finds the open row. */
export async function readAttention(db: Sql): Promise<AttentionRecord> {
  const [row] = await db.$queryRawUnsafe<AttentionRecord[]>(
    `SELECT
       (SELECT jsonb_build_object('id', r.id, 'revision', r.revision, 'state', r.state, 'halt', r.halt)
        FROM rollout r WHERE r.state IN ('scheduled', 'running', 'halted') LIMIT 1) AS rollout,
       (SELECT jsonb_build_object('id', q.id, 'hosts', q.hosts, 'createdBy', q.created_by, 'by', u.name)
        FROM publish_request q LEFT JOIN "user" u ON u.id::text = q.created_by
        WHERE q.state = 'waiting' AND q.base_revision = coalesce((SELECT max(number) FROM revision), 0)
        LIMIT 1) AS request`,
  )
  return row ?? { rollout: null, request: null }
}
