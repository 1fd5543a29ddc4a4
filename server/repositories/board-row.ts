import type { Db } from './db'

export interface BoardRow {
  id: string
  credentialHash: string
  lifecycle: 'pending-approval' | 'active' | 'quarantined' | 'retired'
  wantedGeneration: number
  wantedHash: string | null
  wantedRevision: number
  /** The signed ticket as JSON, or null before the first. */
  ticket: unknown
  boot: string | null
  reportSeq: number
  appliedGeneration: number
  seenAt: Date | null
}

const BOARD = `
  SELECT h.id::text, h.credential_hash AS "credentialHash", h.lifecycle::text, h.boot, h.ticket,
         h.wanted_generation AS "wantedGeneration", h.wanted_hash AS "wantedHash",
         h.wanted_revision AS "wantedRevision", h.report_seq AS "reportSeq",
         h.applied_generation AS "appliedGeneration", s.seen_at AS "seenAt"
  FROM host h LEFT JOIN host_seen s ON s.host_id = h.id`

/** What the board holds of these hosts, or of all that are not retired. */
export async function readBoardRows(db: Db, ids?: readonly string[]): Promise<BoardRow[]> {
  if (ids) return db.$queryRawUnsafe<BoardRow[]>(`${BOARD} WHERE h.id = ANY($1::uuid[])`, [...ids])
  return db.$queryRawUnsafe<BoardRow[]>(`${BOARD} WHERE h.lifecycle <> 'retired'`)
}

/** Hosts whose newest ticket names this revision. */
export async function readBoardRowsOf(db: Db, revision: number): Promise<BoardRow[]> {
  return db.$queryRawUnsafe<BoardRow[]>(
    `${BOARD} WHERE h.wanted_revision = $1 AND h.lifecycle <> 'retired'`,
    revision,
  )
}
