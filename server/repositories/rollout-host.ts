/** The hosts of a rollout: which wave reached each, and how it stands. */

import type { OsFamily } from '~/domain/host-facts'
import type { AppliedLike } from '~/domain/host-state'
import { type Before, blamable } from '~/domain/rollout-standing'
import type { Db } from './db'

/** Notes hosts that the revision changes; those that are noted already stay as they are. */
export async function noteRolloutHosts(tx: Db, rolloutId: string, hostIds: readonly string[]): Promise<void> {
  if (hostIds.length === 0) return
  await tx.$executeRawUnsafe(
    `INSERT INTO rollout_host (rollout_id, host_id) SELECT $1::uuid, unnest($2::uuid[])
     ON CONFLICT DO NOTHING`,
    rolloutId,
    [...hostIds],
  )
}

export interface OpenedHost {
  id: string
  generation: number
  before: Before
}

/** A wave reaches these hosts. */
export async function openForHosts(
  tx: Db,
  rolloutId: string,
  wave: number,
  hosts: readonly OpenedHost[],
  at: Date,
): Promise<void> {
  if (hosts.length === 0) return
  await tx.$executeRawUnsafe(
    `UPDATE rollout_host r SET wave = $2, generation = o.generation, before = o.before, opened_at = $4
     FROM jsonb_to_recordset($3::jsonb) AS o(id uuid, generation int, before jsonb)
     WHERE r.rollout_id = $1::uuid AND r.host_id = o.id`,
    rolloutId,
    wave,
    JSON.stringify(hosts),
    at,
  )
}

export async function writeBefore(
  tx: Db,
  rolloutId: string,
  hosts: readonly { id: string; before: Before }[],
): Promise<void> {
  if (hosts.length === 0) return
  await tx.$executeRawUnsafe(
    `UPDATE rollout_host r SET before = o.before
     FROM jsonb_to_recordset($2::jsonb) AS o(id uuid, before jsonb)
     WHERE r.rollout_id = $1::uuid AND r.host_id = o.id`,
    rolloutId,
    JSON.stringify(hosts),
  )
}

/** Notes when hosts were first seen to have their wave's ticket in force. */
export async function noteApplied(
  db: Db,
  rolloutId: string,
  hostIds: readonly string[],
  at: Date,
): Promise<void> {
  if (hostIds.length === 0) return
  await db.$executeRawUnsafe(
    `UPDATE rollout_host SET applied_at = $3
     WHERE rollout_id = $1::uuid AND host_id = ANY($2::uuid[]) AND applied_at IS NULL`,
    rolloutId,
    [...hostIds],
    at,
  )
}

/** What a host's standing is made from. */
export interface MemberState {
  id: string
  name: string
  lifecycle: 'pending-approval' | 'active' | 'quarantined' | 'retired'
  /** Null while no wave has reached it. */
  wave: number | null
  generation: number | null
  appliedAt: Date | null
  before: Before | null
  wantedGeneration: number
  /** The revision that changed it last; null before the first. */
  wantedRevision: number | null
  wantedHash: string | null
  applied: AppliedLike | null
  seenAt: Date | null
  /**
   * Open sessions whose addresses are unlike the predicted. What merely waits for a restart is none, and neither is a
   * program that was on no list before the wave.
   */
  unlike: UnlikeSession[]
}

export interface UnlikeSession {
  id: string
  number: number
  user: string
  reason: string
  program: string | null
}

interface Listed {
  unlike: UnlikeSession[]
  /** What the host's list was before its wave; null where there was none, or nobody noted it. */
  listBefore: string[] | null
  family: OsFamily
}

function judged<Row extends Listed>({ listBefore, family, ...row }: Row): Omit<Row, 'listBefore' | 'family'> {
  return { ...row, unlike: blamable(row.unlike, listBefore, family) }
}

export interface MemberRecord extends MemberState {
  deliveryGroup: string | null
  /** Open ones. */
  sessions: number
  /** Open ones that began before the wave's ticket was in force. */
  oldSessions: number
}

const STATE = `h.id::text, h.name, h.lifecycle::text, r.wave, r.generation, r.applied_at AS "appliedAt", r.before,
  h.wanted_generation AS "wantedGeneration", h.wanted_revision AS "wantedRevision", h.wanted_hash AS "wantedHash",
  h.applied - '{effective,checks,driver}'::text[] AS applied,
  n.seen_at AS "seenAt", coalesce(u.unlike, '[]'::jsonb) AS unlike, h.os_family AS family,
  CASE WHEN u.unlike IS NOT NULL THEN (
    SELECT CASE WHEN b.config->'settings'->>'VirtualLoopbackSupport' = 'true'
      THEN nullif(b.config->'settings'->'VirtualLoopbackPrograms', '[]'::jsonb) END
    FROM bundle b WHERE b.hash = CASE WHEN r.wave IS NULL THEN h.wanted_hash ELSE r.before->>'hash' END
  ) END AS "listBefore"`

// Of the sessions only those with a discrepancy are read: they have an index of their own, and are few.
const MEMBERS = `rollout_host r JOIN host h ON h.id = r.host_id
  LEFT JOIN host_seen n ON n.host_id = h.id
  LEFT JOIN (
    SELECT o.host_id, jsonb_agg(jsonb_build_object('id', o.id, 'number', o.number, 'user', p.name,
      'reason', o.discrepancy->>'reason', 'program', o.discrepancy->>'program') ORDER BY o.logon_at DESC) AS unlike
    FROM session o JOIN person p ON p.id = o.person_id
    WHERE o.ended_at IS NULL AND o.discrepancy IS NOT NULL AND o.discrepancy->>'reason' <> 'restart-pending'
    GROUP BY o.host_id) u ON u.host_id = h.id`

/** The hosts of a rollout in the order of names: all, or those that a wave has reached. Retired ones are history. */
export async function readMemberStates(
  db: Db,
  rolloutId: string,
  { reachedOnly = false } = {},
): Promise<MemberState[]> {
  const rows = await db.$queryRawUnsafe<(MemberState & Listed)[]>(
    `SELECT ${STATE} FROM ${MEMBERS}
     WHERE r.rollout_id = $1::uuid AND h.lifecycle <> 'retired' AND ($2::boolean = false OR r.wave IS NOT NULL)
     ORDER BY lower(h.name), h.id`,
    rolloutId,
    reachedOnly,
  )
  return rows.map(judged)
}

/** The same of these hosts, in no order, with their sessions. */
export async function readMembers(
  db: Db,
  rolloutId: string,
  ids: readonly string[],
): Promise<MemberRecord[]> {
  const rows = await db.$queryRawUnsafe<(MemberRecord & Listed)[]>(
    `SELECT ${STATE}, g.name AS "deliveryGroup", s.open AS sessions, s.old AS "oldSessions"
     FROM ${MEMBERS}
       LEFT JOIN delivery_group g ON g.id = h.delivery_group_id
       CROSS JOIN LATERAL (
         SELECT count(*)::int AS open,
           (count(*) FILTER (WHERE r.applied_at IS NULL OR o.received_at < r.applied_at))::int AS old
         FROM session o WHERE o.host_id = h.id AND o.ended_at IS NULL) s
     WHERE r.rollout_id = $1::uuid AND h.lifecycle <> 'retired' AND h.id = ANY($2::uuid[])`,
    rolloutId,
    [...ids],
  )
  return rows.map(judged)
}

interface MemberSessions {
  sessions: number
  /** On hosts that a wave has reached. */
  reachedSessions: number
  oldSessions: number
}

/**
 * The sessions of all its hosts together.
 * @param late hosts of which nobody noted when the ticket came in force: none of theirs counts as old
 */
export async function countMemberSessions(
  db: Db,
  rolloutId: string,
  late: readonly string[],
): Promise<MemberSessions> {
  const [counted] = await db.$queryRawUnsafe<MemberSessions[]>(
    `SELECT count(*)::int AS sessions,
       (count(*) FILTER (WHERE r.wave IS NOT NULL))::int AS "reachedSessions",
       (count(*) FILTER (WHERE o.received_at < r.applied_at
                         OR (r.applied_at IS NULL AND r.host_id <> ALL($2::uuid[]))))::int AS "oldSessions"
     FROM rollout_host r JOIN host h ON h.id = r.host_id JOIN session o ON o.host_id = h.id
     WHERE r.rollout_id = $1::uuid AND h.lifecycle <> 'retired' AND o.ended_at IS NULL`,
    rolloutId,
    [...late],
  )
  return counted ?? { sessions: 0, reachedSessions: 0, oldSessions: 0 }
}

/** Moves hosts ahead of the farm. */
export async function moveAhead(tx: Db, hostIds: readonly string[], revision: number): Promise<void> {
  if (hostIds.length === 0) return
  await tx.$executeRawUnsafe(
    'UPDATE host SET rollout_revision = $2 WHERE id = ANY($1::uuid[])',
    [...hostIds],
    revision,
  )
}

/** No rollout is open any more: every host follows the farm. */
export async function moveTogether(tx: Db): Promise<void> {
  await tx.$executeRawUnsafe('UPDATE host SET rollout_revision = NULL WHERE rollout_revision IS NOT NULL')
}

/** How many hosts waves have reached, by rollout. */
export async function countReached(db: Db, rolloutIds: readonly string[]): Promise<Map<string, number>> {
  if (rolloutIds.length === 0) return new Map()
  const rows = await db.$queryRawUnsafe<{ id: string; hosts: number }[]>(
    `SELECT rollout_id::text AS id, count(*)::int AS hosts FROM rollout_host
     WHERE rollout_id = ANY($1::uuid[]) AND wave IS NOT NULL GROUP BY rollout_id`,
    [...rolloutIds],
  )
  return new Map(rows.map(({ id, hosts }) => [id, hosts]))
}
