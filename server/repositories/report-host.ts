/** The host's side of a report: where it stands, and where it stands afterwards. */

import type { HostConfig } from '~/domain/host-config'
import type { OsFamily } from '~/domain/host-facts'
import type { AppliedLike } from '~/domain/host-state'
import type { Db } from './db'
import type { Sql } from './statements'

export interface ReportingHost {
  lifecycle: 'pending-approval' | 'active' | 'quarantined' | 'retired'
  boot: string | null
  pastBoots: string[]
  reportSeq: number
  wantedGeneration: number
  wantedHash: string | null
  applied: AppliedLike | null
  osFamily: OsFamily
  osVersion: string
  arch: string | null
  cloudHosted: boolean
  /** The content of the bundle that the host runs. */
  config: HostConfig | null
}

/**
 * Reads the host and keeps other reports of it waiting until the transaction ends. `appliedHash` names the bundle that
 * the report says is in force; without it the stored one counts.
 */
export async function lockReportingHost(
  tx: Sql,
  hostId: string,
  appliedHash: string | undefined,
): Promise<ReportingHost | null> {
  const rows = await tx.$queryRawUnsafe<ReportingHost[]>(
    `SELECT h.lifecycle::text, h.boot, h.past_boots AS "pastBoots", h.report_seq AS "reportSeq",
            h.wanted_generation AS "wantedGeneration", h.wanted_hash AS "wantedHash", h.applied,
            h.os_family AS "osFamily", h.os_version AS "osVersion", h.arch, h.cloud_hosted AS "cloudHosted",
            (SELECT b.config FROM bundle b WHERE b.hash = coalesce($2, h.applied->>'hash')) AS config
     FROM host h WHERE h.id = $1::uuid FOR UPDATE OF h`,
    hostId,
    appliedHash ?? null,
  )
  return rows[0] ?? null
}

export interface ReportMark {
  boot: string
  /** Server time, where the report may be the first of its boot. */
  now?: Date
  reportSeq: number
  clockSkewMs?: number
  agentVersion?: string
  applied?: AppliedLike
  appliedAt?: Date
}

const KEPT_PAST_BOOTS = 8

/** Notes how far the host's reports are stored. A boot that ends joins the past ones. */
export async function markReport(tx: Sql, hostId: string, mark: ReportMark): Promise<void> {
  await tx.$executeRawUnsafe(
    `UPDATE host SET
       past_boots = CASE WHEN boot IS NULL OR boot = $2 THEN past_boots
                    ELSE (array_append(array_remove(past_boots, boot), boot))
                         [greatest(1, cardinality(array_remove(past_boots, boot)) + 2 - ${KEPT_PAST_BOOTS}):] END,
       boot_since = CASE WHEN boot = $2 THEN boot_since WHEN boot IS NOT NULL THEN $8::timestamptz END,
       boot = $2, report_seq = $3,
       clock_skew_ms = coalesce($4::int, clock_skew_ms),
       agent_version = coalesce($5, agent_version),
       applied = coalesce($6::jsonb, applied),
       applied_generation = coalesce(($6::jsonb->>'generation')::int, applied_generation),
       applied_at = coalesce($7::timestamptz, applied_at)
     WHERE id = $1::uuid`,
    hostId,
    mark.boot,
    mark.reportSeq,
    mark.clockSkewMs ?? null,
    mark.agentVersion ?? null,
    mark.applied ? JSON.stringify(mark.applied) : null,
    mark.appliedAt ?? null,
    mark.now ?? null,
  )
}

/**
 * Marks a report that is the next one of the host's boot and tells of no session: one statement, whole by itself.
 * False when it is not the next one, the host is not active, open sessions are to be judged by what is applied now, or
 * drift may have been mended, which is recorded: then nothing was changed.
 */
export async function markNextReport(db: Sql, hostId: string, mark: ReportMark): Promise<boolean> {
  const count = await db.$executeRawUnsafe(
    `UPDATE host SET report_seq = $3, clock_skew_ms = $4::int, agent_version = coalesce($5, agent_version),
       applied = coalesce($6::jsonb, applied),
       applied_generation = coalesce(($6::jsonb->>'generation')::int, applied_generation),
       applied_at = coalesce($7::timestamptz, applied_at)
     WHERE id = $1::uuid AND boot = $2 AND report_seq = $3 - 1 AND lifecycle = 'active'
       AND ($6::jsonb IS NULL OR NOT EXISTS (
         SELECT FROM session s WHERE s.host_id = host.id AND s.ended_at IS NULL))
       AND ($6::jsonb IS NULL OR applied IS NULL
         OR NOT jsonb_path_exists(applied, '$.items[*] ? (@.state == "drifted")'))`,
    hostId,
    mark.boot,
    mark.reportSeq,
    mark.clockSkewMs ?? null,
    mark.agentVersion ?? null,
    mark.applied ? JSON.stringify(mark.applied) : null,
    mark.appliedAt ?? null,
  )
  return count === 1
}

export interface MachineFacts {
  osFamily: string
  osVersion: string
  arch: string | null
  cloudHosted: boolean
}

export async function changeFacts(tx: Db, hostId: string, facts: MachineFacts): Promise<void> {
  await tx.host.update({ where: { id: hostId }, data: facts })
}

/** Forgets the pointer, so that resolving gives the host a ticket with the generation after `generation`. */
export async function jumpPast(tx: Db, hostId: string, generation: number): Promise<void> {
  await tx.host.update({ where: { id: hostId }, data: { wantedGeneration: generation, wantedHash: null } })
}
