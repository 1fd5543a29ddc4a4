/** What pools have to give, and why they have nothing. */

import type { FreeAddress } from '~/domain/allocation/choose-addresses'
import { ASKED, columns, type LeaseAsk } from './lease'
import type { Sql } from './statements'

export interface PoolFree extends FreeAddress {
  poolId: string
}

/**
 * What the pools they ask for have for these: addresses of theirs, and of each pool as many as ask of those that have
 * rested longest. `OFFSET 0` keeps each look at a session's or a person's own addresses a look by key, whatever the
 * planner takes the pool's size for; `IS NOT DISTINCT FROM` is never looked up in an index, and at a logon storm many
 * sessions have one logon time.
 */
export async function readFree(tx: Sql, asks: readonly LeaseAsk[], now: Date): Promise<PoolFree[]> {
  const programs = [...new Set(asks.flatMap((ask) => ask.programs.map((name) => name.toLowerCase())))]
  return tx.$queryRawUnsafe<PoolFree[]>(
    `WITH mine AS (SELECT id, $9::timestamptz - quarantine_seconds * interval '1 second' AS rested FROM pool
       WHERE lower(name) = ANY($7::text[])),
     wish AS MATERIALIZED (
       SELECT s.id AS session, coalesce(s.person_id, u.id) AS person
       FROM ${ASKED} JOIN unnest($1::int[], $6::text[]) AS x(at, name) ON x.at = i.at
       LEFT JOIN LATERAL (SELECT id, person_id FROM session WHERE host_id = i.host_id AND boot = i.boot
         AND number = i.number AND logon_at IS NOT DISTINCT FROM i.logon_at LIMIT 1) s ON true
       LEFT JOIN LATERAL (SELECT id FROM person WHERE name = x.name LIMIT 1) u ON true),
     found AS (
       (SELECT a.*, m.rested FROM wish CROSS JOIN LATERAL
          (SELECT * FROM pool_address WHERE last_session = wish.session AND held_by IS NULL OFFSET 0) a
        JOIN mine m ON m.id = a.pool_id WHERE NOT a.leaving)
       UNION ALL
       (SELECT DISTINCT ON (a.last_person, a.pool_id) a.*, m.rested FROM wish CROSS JOIN LATERAL
          (SELECT * FROM pool_address WHERE last_person = wish.person AND held_by IS NULL OFFSET 0) a
        JOIN mine m ON m.id = a.pool_id
        WHERE NOT a.leaving AND a.reserved_person IS NULL AND a.reserved_program IS NULL AND a.released_at <= m.rested
        ORDER BY a.last_person, a.pool_id, a.released_at DESC)
       UNION ALL
       (SELECT a.*, m.rested FROM mine m JOIN pool_address a ON a.pool_id = m.id
        WHERE a.held_by IS NULL AND NOT a.leaving
          AND (a.reserved_person IS NOT NULL OR a.reserved_program IS NOT NULL)
          AND (a.reserved_person IN (SELECT person FROM wish) OR a.reserved_program = ANY($8::text[])))
       UNION ALL
       (SELECT a.*, m.rested FROM mine m CROSS JOIN LATERAL
          (SELECT * FROM pool_address WHERE pool_id = m.id AND held_by IS NULL AND reserved_person IS NULL
             AND reserved_program IS NULL AND NOT leaving AND (released_at IS NULL OR released_at <= m.rested)
           ORDER BY released_at NULLS FIRST, address LIMIT $10::int) a))
     SELECT f.pool_id::text AS "poolId", host(f.address) AS address, f.reserved_person::text AS "reservedPerson",
       f.reserved_program AS "reservedProgram", f.last_session::text AS "lastSession",
       f.last_person::text AS "lastPerson",
       (f.released_at IS NOT NULL AND f.released_at > f.rested) AS resting
     FROM (SELECT DISTINCT ON (address) * FROM found ORDER BY address) f
     ORDER BY f.released_at NULLS FIRST, f.address`,
    ...columns(asks),
    asks.map(({ user }) => user),
    [...new Set(asks.map(({ pool }) => pool.toLowerCase()))],
    programs,
    now,
    asks.length,
  )
}

export interface Shortage {
  size: number
  held: number
  resting: number
  reserved: number
  /** Until the next one has rested; null when none rests. */
  secondsToNext: number | null
}

/** Why a pool has nothing to give. */
export async function readShortage(tx: Sql, poolId: string, now: Date): Promise<Shortage> {
  const [row] = await tx.$queryRawUnsafe<Shortage[]>(
    `SELECT count(*)::int AS size, count(a.held_by)::int AS held,
       count(*) FILTER (WHERE open AND released_at > now - rest)::int AS resting,
       count(*) FILTER (WHERE a.held_by IS NULL AND NOT open)::int AS reserved,
       ceil(extract(epoch FROM min(released_at + rest - now) FILTER (WHERE open AND released_at > now - rest)))::int
         AS "secondsToNext"
     FROM (SELECT *, held_by IS NULL AND reserved_person IS NULL AND reserved_program IS NULL AS open,
             $2::timestamptz AS now FROM pool_address WHERE pool_id = $1::uuid AND NOT leaving) a,
       (SELECT quarantine_seconds * interval '1 second' AS rest FROM pool WHERE id = $1::uuid) p`,
    poolId,
    now,
  )
  return row ?? { size: 0, held: 0, resting: 0, reserved: 0, secondsToNext: null }
}
