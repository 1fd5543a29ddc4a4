/** Discrepancies as rows. The evidence is read whole each time: what it shows is open, what it no longer shows is closed. */

import type { Sql } from './statements'

export const DISCREPANCY_KINDS = [
  'prediction',
  'two-holders',
  'outside-pool',
  'pool-exhausted',
  'lease-without-session',
  'session-without-lease',
  'granted-unlike-observed',
] as const
export type DiscrepancyKind = (typeof DISCREPANCY_KINDS)[number]

/** A logon, its report and its lease come within this. */
const SETTLED = `interval '1 minute'`

/** Hosts that are told to give their sessions addresses of a pool, by what they have in force. */
const POOL_HOSTS = `
  SELECT h.id, lower(b.config->'settings'->>'VirtualIpPool') AS pool
  FROM host h JOIN bundle b ON b.hash = h.applied->>'hash'
  WHERE h.lifecycle = 'active' AND b.config->'settings'->>'VirtualIpEnabled' = 'true'
    AND b.config->'settings'->>'VirtualIpSource' = 'pool'`

/** Each row is evidence: (kind, key, session_id, host_id, pool_id, address, detail). $1 is now. */
const EVIDENCE = `
  SELECT 'prediction' AS kind, s.id::text || ' ' || (s.discrepancy->>'reason') AS key, s.id AS session_id, s.host_id,
    NULL::uuid AS pool_id, (s.discrepancy->>'observed')::inet AS address, s.discrepancy AS detail
  FROM session s WHERE s.ended_at IS NULL AND s.discrepancy IS NOT NULL
  UNION ALL
  SELECT 'two-holders', host(o.address), NULL, NULL, a.pool_id, o.address,
    jsonb_build_object('sessions', array_agg(DISTINCT o.session_id))
  FROM allocation_open o LEFT JOIN pool_address a ON a.address = o.address
  WHERE o.network <> 'loopback' GROUP BY o.address, a.pool_id HAVING count(DISTINCT o.session_id) > 1
  UNION ALL
  SELECT DISTINCT 'outside-pool', s.id || ' ' || host(o.address), s.id, s.host_id, p.id, o.address,
    jsonb_build_object('pool', p.name)
  FROM pool_hosts w JOIN pool p ON lower(p.name) = w.pool JOIN session s ON s.host_id = w.id AND s.ended_at IS NULL
  JOIN allocation_open o ON o.session_id = s.id AND o.network <> 'loopback'
  WHERE NOT EXISTS (SELECT FROM pool_address a WHERE a.pool_id = p.id AND a.address = o.address AND NOT a.leaving)
  UNION ALL
  SELECT 'pool-exhausted', p.id::text, NULL, NULL, p.id, NULL, jsonb_build_object('pool', p.name)
  FROM pool p WHERE NOT EXISTS (
    SELECT FROM pool_address a WHERE a.pool_id = p.id AND a.held_by IS NULL AND NOT a.leaving
      AND a.reserved_person IS NULL AND a.reserved_program IS NULL
      AND (a.released_at IS NULL OR a.released_at <= $1::timestamptz - p.quarantine_seconds * interval '1 second'))
  UNION ALL
  SELECT 'lease-without-session', s.id::text, s.id, s.host_id, NULL, o.address, '{}'
  FROM session s JOIN allocation_open o ON o.session_id = s.id AND o.kind = 'granted'
  WHERE NOT s.reported AND s.ended_at IS NULL AND s.received_at < $1::timestamptz - ${SETTLED}
  UNION ALL
  SELECT 'session-without-lease', s.id::text, s.id, s.host_id, NULL, NULL, jsonb_build_object('pool', w.pool)
  FROM pool_hosts w JOIN session s ON s.host_id = w.id AND s.ended_at IS NULL
  WHERE s.reported AND s.number > 0 AND s.protocol NOT IN ('console', 'services')
    AND s.received_at < $1::timestamptz - ${SETTLED}
    AND NOT EXISTS (SELECT FROM allocation_open o WHERE o.session_id = s.id AND o.kind = 'granted')
  UNION ALL
  SELECT 'session-without-lease', s.id::text, s.id, s.host_id, NULL, NULL,
    jsonb_build_object('reason', s.prediction->'virtualIp'->>'reason')
  FROM session s
  WHERE s.ended_at IS NULL AND s.received_at < $1::timestamptz - ${SETTLED}
    AND s.prediction->'virtualIp'->>'source' = 'dhcp' AND s.prediction->'virtualIp'->>'address' IS NULL
    AND s.prediction->'virtualIp'->>'reason' NOT IN ('not-virtualised', 'session-ended')
  UNION ALL
  SELECT 'granted-unlike-observed', s.id || ' ' || host(g.address), s.id, s.host_id, NULL, g.address,
    jsonb_build_object('observed', (SELECT jsonb_agg(DISTINCT host(o.address)) FROM allocation_open o
      WHERE o.session_id = s.id AND o.kind = 'observed' AND o.network <> 'loopback'))
  FROM allocation_open g JOIN session s ON s.id = g.session_id AND s.ended_at IS NULL
  WHERE g.kind = 'granted' AND g.held_from < $1::timestamptz - ${SETTLED}
    AND EXISTS (SELECT FROM allocation_open o
      WHERE o.session_id = s.id AND o.kind = 'observed' AND o.network <> 'loopback')
    AND NOT EXISTS (SELECT FROM allocation_open o
      WHERE o.session_id = s.id AND o.kind = 'observed' AND o.address = g.address)`

/** Opens what the evidence shows and closes what it does not show any more. Returns how many of each. */
export async function judgeEvidence(db: Sql, now: Date): Promise<{ opened: number; closed: number }> {
  const [row] = await db.$queryRawUnsafe<{ opened: number; closed: number }[]>(
    `WITH pool_hosts AS MATERIALIZED (${POOL_HOSTS}),
     evidence AS MATERIALIZED (${EVIDENCE}),
     closed AS (
       UPDATE discrepancy d SET closed_at = greatest(d.opened_at, $1::timestamptz)
       WHERE d.closed_at IS NULL
         AND NOT EXISTS (SELECT FROM evidence e WHERE e.kind = d.kind AND e.key = d.key) RETURNING 1),
     opened AS (
       INSERT INTO discrepancy (id, kind, key, session_id, host_id, pool_id, address, detail, opened_at)
       SELECT gen_random_uuid(), e.kind, e.key, e.session_id, e.host_id, e.pool_id, e.address, e.detail, $1::timestamptz
       FROM evidence e
       WHERE NOT EXISTS (SELECT FROM discrepancy d WHERE d.kind = e.kind AND d.key = e.key AND d.closed_at IS NULL)
       ON CONFLICT (kind, key) WHERE closed_at IS NULL DO NOTHING RETURNING 1)
     SELECT (SELECT count(*)::int FROM opened) AS opened, (SELECT count(*)::int FROM closed) AS closed`,
    now,
  )
  return row ?? { opened: 0, closed: 0 }
}

export interface DiscrepancyRecord {
  id: string
  kind: DiscrepancyKind
  sessionId: string | null
  hostId: string | null
  host: string | null
  number: number | null
  user: string | null
  poolId: string | null
  pool: string | null
  address: string | null
  detail: {
    reason?: string
    program?: string
    observed?: string | string[]
    sessions?: string[]
    pool?: string
  }
  openedAt: Date
  closedAt: Date | null
}

export interface DiscrepancyFilter {
  state: 'open' | 'closed' | 'all'
  kind?: string
  sessionId?: string
  poolId?: string
}

const STATE: Record<DiscrepancyFilter['state'], string> = {
  open: 'd.closed_at IS NULL',
  closed: 'd.closed_at IS NOT NULL',
  all: 'true',
}

/** Newest first. */
export async function readDiscrepancies(
  db: Sql,
  { state, kind, sessionId, poolId }: DiscrepancyFilter,
  after: { openedAt: string; id: string } | null,
  limit: number,
): Promise<DiscrepancyRecord[]> {
  return db.$queryRawUnsafe(
    `SELECT d.id::text, d.kind, d.session_id::text AS "sessionId", d.host_id::text AS "hostId", h.name AS host,
       s.number, p.name AS "user", d.pool_id::text AS "poolId", q.name AS pool, host(d.address) AS address, d.detail,
       d.opened_at AS "openedAt", d.closed_at AS "closedAt"
     FROM discrepancy d LEFT JOIN session s ON s.id = d.session_id LEFT JOIN host h ON h.id = d.host_id
     LEFT JOIN person p ON p.id = s.person_id LEFT JOIN pool q ON q.id = d.pool_id
     WHERE ${STATE[state]} AND ($1::text IS NULL OR d.kind = $1) AND ($2::uuid IS NULL OR d.session_id = $2::uuid)
       AND ($3::uuid IS NULL OR d.pool_id = $3::uuid)
       AND ($4::timestamptz IS NULL OR (d.opened_at, d.id) < ($4::timestamptz, $5::uuid))
     ORDER BY d.opened_at DESC, d.id DESC LIMIT $6::int`,
    kind ?? null,
    sessionId ?? null,
    poolId ?? null,
    after?.openedAt ?? null,
    after?.id ?? null,
    limit,
  )
}
