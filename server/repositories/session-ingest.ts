/** Sessions as reports change them. Each function is one statement, however many sessions there are. */

import type { Discrepancy, SocketFacts } from '~/domain/discrepancy'
import type { Prediction } from '~/domain/prediction'
import { newIds } from './new-id'
import type { Sql } from './statements'

export interface SessionOwner {
  hostId: string
  boot: string
  /** The server's clock. */
  now: Date
}

export interface SessionKey {
  number: number
  /** ISO 8601 with milliseconds. */
  logonAt: string
}

export interface EndedSession {
  sessionId: string
  endedAt: Date
}

/** A session takes its lease before a report tells of it. */
const UNREPORTED_GRACE = '1 minute'

const ENDED = `RETURNING s.id::text AS "sessionId", s.ended_at AS "endedAt"`

/** Ends what was open in other boots of the host. `at` by the host's clock. */
export async function endOtherBoots(tx: Sql, owner: SessionOwner, at: Date): Promise<EndedSession[]> {
  return tx.$queryRawUnsafe<EndedSession[]>(
    `UPDATE session s SET ended_at = greatest(s.logon_at, $3::timestamptz), end_reason = 'reboot',
       end_received_at = $4::timestamptz, changed_at = $4::timestamptz
     WHERE s.host_id = $1::uuid AND s.boot <> $2 AND s.ended_at IS NULL ${ENDED}`,
    owner.hostId,
    owner.boot,
    at,
    owner.now,
  )
}

/**
 * Ends open sessions whose number returns with a later logon (at that logon), and, when `full`, those that the report
 * does not name (at `at`). One that came by its lease may be younger than the report: by its logon, however late the
 * report arrives, or because the host looked before it and wrote the report after it.
 */
export async function endOvertaken(
  tx: Sql,
  owner: SessionOwner,
  report: { opened: readonly SessionKey[]; closed: readonly SessionKey[]; full: boolean; at: Date },
): Promise<EndedSession[]> {
  if (!report.full && report.opened.length === 0) return []
  return tx.$queryRawUnsafe<EndedSession[]>(
    `WITH opened AS (SELECT * FROM jsonb_to_recordset($3::jsonb) AS o(number int, "logonAt" timestamptz)),
          named AS (SELECT * FROM opened
                    UNION SELECT * FROM jsonb_to_recordset($4::jsonb) AS c(number int, "logonAt" timestamptz)),
          over AS (
            SELECT old.id, (SELECT min(o."logonAt") FROM opened o
                            WHERE o.number = old.number AND o."logonAt" > old.logon_at) AS next,
                   EXISTS (SELECT FROM named n WHERE n.number = old.number AND n."logonAt" = old.logon_at) AS named
            FROM session old WHERE old.host_id = $1::uuid AND old.boot = $2 AND old.ended_at IS NULL)
     UPDATE session s SET ended_at = greatest(s.logon_at, coalesce(over.next, $6::timestamptz)),
       end_reason = CASE WHEN over.next IS NULL THEN 'missing-from-full-report' ELSE 'replaced' END,
       end_received_at = $7::timestamptz, changed_at = $7::timestamptz
     FROM over WHERE s.id = over.id AND (over.next IS NOT NULL OR ($5::boolean AND NOT over.named
       AND (s.reported OR (s.logon_at <= $6::timestamptz
         AND s.received_at < $7::timestamptz - interval '${UNREPORTED_GRACE}')))) ${ENDED}`,
    owner.hostId,
    owner.boot,
    JSON.stringify(report.opened),
    JSON.stringify(report.closed),
    report.full,
    report.at,
    owner.now,
  )
}

export interface OpenSessionRecord extends SessionKey {
  user: string
  protocol: string
  clientName: string | null
  clientIp: string | null
  prediction: object
  predicted: string | null
  discrepancy: object | null
  sockets: readonly object[]
}

export interface StoredSession extends SessionKey {
  sessionId: string
  /** Set when a later logon of the same number is known already. */
  endedAt: Date | null
  /** Nothing was known of it before: it holds nothing yet. */
  fresh: boolean
}

/**
 * Stores open sessions by identity: what the host says now replaces what was known. (`xmax` of a row that was not there
 * before is 0; a row that stood was locked, then replaced.)
 */
export async function putSessions(
  tx: Sql,
  owner: SessionOwner,
  sessions: readonly OpenSessionRecord[],
): Promise<StoredSession[]> {
  if (sessions.length === 0) return []
  const rows = await tx.$queryRawUnsafe<(Omit<StoredSession, 'logonAt'> & { logonAt: Date })[]>(
    `WITH incoming AS (
       SELECT * FROM jsonb_to_recordset($3::jsonb) AS i(
         number int, "logonAt" timestamptz, "user" text, protocol text, "clientName" text, "clientIp" inet,
         prediction jsonb, predicted inet, discrepancy jsonb, sockets jsonb)),
     standing AS (
       SELECT number, "logonAt" AS logon_at FROM incoming
       UNION SELECT number, logon_at FROM session
       WHERE host_id = $1::uuid AND boot = $2 AND ended_at IS NULL),
     placed AS (
       SELECT i.*, o.next FROM incoming i JOIN (
         SELECT number, logon_at, lead(logon_at) OVER (PARTITION BY number ORDER BY logon_at) AS next FROM standing) o
       ON o.number = i.number AND o.logon_at = i."logonAt")
     INSERT INTO session AS s (id, host_id, boot, number, person_id, protocol, client_name, client_ip, logon_at,
       received_at, ended_at, end_received_at, end_reason, prediction, predicted, discrepancy, sockets, changed_at)
     SELECT ($5::uuid[])[row_number() OVER ()], $1::uuid, $2, i.number, p.id, i.protocol, i."clientName", i."clientIp", i."logonAt",
       $4::timestamptz, i.next, CASE WHEN i.next IS NOT NULL THEN $4::timestamptz END,
       CASE WHEN i.next IS NOT NULL THEN 'replaced' END, i.prediction, i.predicted, i.discrepancy, i.sockets,
       $4::timestamptz
     FROM placed i JOIN person p ON p.name = i."user"
     ON CONFLICT (host_id, boot, number, logon_at) DO UPDATE SET
       person_id = excluded.person_id, protocol = excluded.protocol, client_name = excluded.client_name,
       client_ip = excluded.client_ip, ended_at = excluded.ended_at, end_received_at = excluded.end_received_at,
       end_reason = excluded.end_reason, prediction = excluded.prediction, predicted = excluded.predicted,
       discrepancy = excluded.discrepancy, sockets = excluded.sockets, changed_at = excluded.changed_at,
       reported = true
     RETURNING s.id::text AS "sessionId", s.number, s.logon_at AS "logonAt", s.ended_at AS "endedAt",
       s.xmax = 0 AS fresh`,
    owner.hostId,
    owner.boot,
    JSON.stringify(sessions),
    owner.now,
    newIds(sessions.length),
  )
  return rows.map((row) => ({ ...row, logonAt: row.logonAt.toISOString() }))
}

export interface JudgedSession {
  sessionId: string
  prediction: Omit<Prediction, 'reason'> & { reason?: string }
  sockets: readonly SocketFacts[]
  discrepancy: Discrepancy | null
}

/** What the verdicts on a host's open sessions are made of. */
export async function openSessions(tx: Sql, hostId: string): Promise<JudgedSession[]> {
  return tx.$queryRawUnsafe<JudgedSession[]>(
    `SELECT id::text AS "sessionId", prediction, sockets, discrepancy
     FROM session WHERE host_id = $1::uuid AND ended_at IS NULL`,
    hostId,
  )
}

/** Replaces the verdicts on these sessions. */
export async function putDiscrepancies(
  tx: Sql,
  verdicts: readonly { sessionId: string; discrepancy: Discrepancy | null }[],
  now: Date,
): Promise<void> {
  if (verdicts.length === 0) return
  await tx.$executeRawUnsafe(
    `UPDATE session s SET discrepancy = nullif(v.discrepancy, 'null'::jsonb), changed_at = $2::timestamptz
     FROM jsonb_to_recordset($1::jsonb) AS v("sessionId" uuid, discrepancy jsonb)
     WHERE s.id = v."sessionId"`,
    JSON.stringify(verdicts),
    now,
  )
}

/**
 * Ends sessions as the host says. One that is unknown, or ended before, stays as it is. `IS NOT DISTINCT FROM` is never
 * looked up in an index: at a logon storm many sessions have one logon time, and one host few of a number.
 */
export async function endClosed(
  tx: Sql,
  owner: SessionOwner,
  closed: readonly (SessionKey & { endedAt: string })[],
): Promise<EndedSession[]> {
  if (closed.length === 0) return []
  return tx.$queryRawUnsafe<EndedSession[]>(
    `UPDATE session s SET ended_at = greatest(s.logon_at, c."endedAt"), end_reason = 'closed',
       end_received_at = $4::timestamptz, changed_at = $4::timestamptz
     FROM jsonb_to_recordset($3::jsonb) AS c(number int, "logonAt" timestamptz, "endedAt" timestamptz)
     WHERE s.host_id = $1::uuid AND s.boot = $2 AND s.number = c.number
       AND s.logon_at IS NOT DISTINCT FROM c."logonAt" AND s.ended_at IS NULL ${ENDED}`,
    owner.hostId,
    owner.boot,
    JSON.stringify(closed),
    owner.now,
  )
}

/** Ends whatever is open on a host that was retired. */
export async function endOfHost(tx: Sql, hostId: string, now: Date): Promise<EndedSession[]> {
  return tx.$queryRawUnsafe<EndedSession[]>(
    `UPDATE session s SET ended_at = greatest(s.logon_at, $2::timestamptz), end_reason = 'host-retired',
       end_received_at = $2::timestamptz, changed_at = $2::timestamptz
     WHERE s.host_id = $1::uuid AND s.ended_at IS NULL ${ENDED}`,
    hostId,
    now,
  )
}
