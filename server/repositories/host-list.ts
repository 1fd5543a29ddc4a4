/** Hosts as screens show them, read by key. */

import type { HostFacts } from '~/domain/host-facts'
import type { AppliedLike } from '~/domain/host-state'
import type { Db } from './db'
import type { Sql } from './statements'

export interface HostListRecord {
  id: string
  name: string
  osFamily: string
  osVersion: string
  deliveryGroup: string | null
  tags: string[]
  ou: string | null
  lifecycle: 'pending-approval' | 'active' | 'quarantined' | 'retired'
  wantedGeneration: number
  wantedHash: string | null
  wantedRevision: number
  appliedGeneration: number
  applied: AppliedLike | null
  agentVersion: string
  driver: string
  sessions: number
  seenAt: Date | null
  /** A rollout will change it, and no wave has reached it yet. */
  awaitsWave: boolean
}

export interface HostListFilter {
  /** Part of a name or of a tag, in any case. */
  q?: string
  deliveryGroup?: string
  lifecycle?: HostListRecord['lifecycle']
  /** Those that run, or are told to run, what this revision changed. */
  revision?: number
  /** Among these alone. */
  ids?: readonly string[]
}

/** Where a page begins: after this name and id. */
export interface HostListKey {
  name: string
  id: string
}

const AWAITS_WAVE = `EXISTS (
    SELECT FROM rollout_host r JOIN rollout o ON o.id = r.rollout_id
    WHERE r.host_id = h.id AND r.wave IS NULL AND o.state IN ('scheduled', 'running', 'halted')) AS "awaitsWave"`

const ROW = `
  SELECT h.id::text, h.name, h.os_family AS "osFamily", h.os_version AS "osVersion", g.name AS "deliveryGroup",
    h.tags, h.ou, h.lifecycle::text, h.wanted_generation AS "wantedGeneration", h.wanted_hash AS "wantedHash",
    h.wanted_revision AS "wantedRevision", h.applied_generation AS "appliedGeneration",
    h.applied - 'effective' AS applied, h.agent_version AS "agentVersion", h.driver,
    (SELECT count(*)::int FROM session s WHERE s.host_id = h.id AND s.ended_at IS NULL) AS sessions,
    n.seen_at AS "seenAt", ${AWAITS_WAVE}
  FROM host h LEFT JOIN delivery_group g ON g.id = h.delivery_group_id LEFT JOIN host_seen n ON n.host_id = h.id`

/** In the order of names without case. Retired hosts only when asked for. */
export async function readHostRows(
  db: Sql,
  { q, deliveryGroup, lifecycle, revision, ids }: HostListFilter,
  after: HostListKey | null,
  limit: number,
): Promise<HostListRecord[]> {
  return db.$queryRawUnsafe<HostListRecord[]>(
    `${ROW}
     WHERE ($1::text IS NULL OR strpos(lower(h.name), lower($1)) > 0
            OR EXISTS (SELECT FROM unnest(h.tags) tag WHERE strpos(lower(tag), lower($1)) > 0))
       AND ($2::text IS NULL OR lower(g.name) = lower($2))
       AND CASE WHEN $3::text IS NULL THEN h.lifecycle <> 'retired' ELSE h.lifecycle::text = $3 END
       AND ($4::text IS NULL OR (lower(h.name), h.id) > ($4, $5::uuid))
       AND ($6::uuid[] IS NULL OR h.id = ANY($6))
       AND ($8::int IS NULL OR h.wanted_revision = $8)
     ORDER BY lower(h.name), h.id LIMIT $7`,
    q ?? null,
    deliveryGroup ?? null,
    lifecycle ?? null,
    after?.name ?? null,
    after?.id ?? null,
    ids ? [...ids] : null,
    limit,
    revision ?? null,
  )
}

export async function readHostRowsById(db: Db, ids: readonly string[]): Promise<HostListRecord[]> {
  return db.$queryRawUnsafe<HostListRecord[]>(`${ROW} WHERE h.id = ANY($1::uuid[])`, [...ids])
}

export interface HostSummaryRecord {
  id: string
  name: string
  lifecycle: HostListRecord['lifecycle']
  wantedGeneration: number
  wantedHash: string | null
  applied: HostListRecord['applied']
  seenAt: Date | null
  awaitsWave: boolean
}

/** What convergence is made from, and what policies are judged by. */
export interface HostStandingRecord extends Omit<HostSummaryRecord, 'awaitsWave'> {
  osFamily: 'windows' | 'linux'
  osVersion: string
  arch: HostFacts['arch'] | null
  cloudHosted: boolean
  tags: string[]
  ou: string | null
  deliveryGroupId: string | null
}

/** Which hosts to read: those that reported since, and these. */
export interface ChangedHosts {
  since: Date
  ids: readonly string[]
}

/** Of every host where it is not told which. */
export async function readStandingRows(db: Sql, changed: ChangedHosts | null): Promise<HostStandingRecord[]> {
  return db.$queryRawUnsafe(
    `SELECT h.id::text, h.name, h.lifecycle::text, h.wanted_generation AS "wantedGeneration",
       h.wanted_hash AS "wantedHash", h.applied - '{effective,checks,driver}'::text[] AS applied,
       n.seen_at AS "seenAt", h.os_family AS "osFamily", h.os_version AS "osVersion", h.arch,
       h.cloud_hosted AS "cloudHosted", h.tags, h.ou, h.delivery_group_id::text AS "deliveryGroupId"
     FROM host h LEFT JOIN host_seen n ON n.host_id = h.id
     WHERE $1::timestamptz IS NULL OR h.applied_at >= $1 OR h.id = ANY($2::uuid[])`,
    changed?.since ?? null,
    [...(changed?.ids ?? [])],
  )
}

/** Of hosts that were heard since, by whatever server process. */
export async function readSeenSince(db: Sql, since: Date): Promise<{ id: string; seenAt: Date }[]> {
  return db.$queryRawUnsafe(
    'SELECT host_id::text AS id, seen_at AS "seenAt" FROM host_seen WHERE seen_at >= $1::timestamptz',
    since,
  )
}

/** Hosts that an open rollout will change, and that no wave has reached yet. */
export async function readAwaitingWave(db: Sql): Promise<{ id: string }[]> {
  return db.$queryRawUnsafe(
    `SELECT r.host_id::text AS id FROM rollout_host r JOIN rollout o ON o.id = r.rollout_id
     WHERE r.wave IS NULL AND o.state IN ('scheduled', 'running', 'halted')`,
  )
}

export interface HostDetailRecord {
  machineId: string
  arch: string | null
  cloudHosted: boolean
  enrolledAt: Date
  boot: string | null
  bootSince: Date | null
  clockSkewMs: number | null
  /** As the host reported it. */
  applied: unknown
  wantedHash: string | null
}

export async function readHostDetail(db: Db, id: string): Promise<HostDetailRecord | null> {
  const row = await db.host.findUnique({
    where: { id },
    select: {
      machineId: true,
      arch: true,
      cloudHosted: true,
      enrolledAt: true,
      boot: true,
      bootSince: true,
      clockSkewMs: true,
      applied: true,
      wantedHash: true,
    },
  })
  return row
}
