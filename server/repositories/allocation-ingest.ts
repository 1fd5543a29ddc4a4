/** Addresses that sessions hold: what is held now, and intervals once they have ended. */

import { newIds } from './new-id'
import type { EndedSession } from './session-ingest'
import type { Sql } from './statements'

export interface HeldAddress {
  sessionId: string
  kind: 'computed' | 'observed'
  network: string
  address: string
  program: string | null
  /** ISO 8601 with milliseconds, by the host's clock. */
  from: string
}

const HELD = `jsonb_to_recordset($1::jsonb) AS w(
  "sessionId" uuid, kind allocation_kind, network text, address inet, program text, "from" timestamptz)`
/** What these sessions hold. `OFFSET 0` keeps it a look by key: whatever the planner takes the table's size for, it does not read it whole. */
const heldBy = (sessionIds: string) =>
  `(SELECT * FROM allocation_open WHERE session_id = ANY(${sessionIds}::uuid[]) OFFSET 0)`
// `IS NOT DISTINCT FROM` is never looked up in an index: many hosts hold the same loopback address, one session few.
const SAME = `o.session_id = w."sessionId" AND o.kind = w.kind AND o.network = w.network
  AND o.address IS NOT DISTINCT FROM w.address AND o.program IS NOT DISTINCT FROM w.program AND o.held_from = w."from"`

/**
 * Adds the addresses that are not known yet: none is of a session outside `known`. Run it before `closeAddresses`, so that
 * an end finds them.
 */
export async function openAddresses(
  tx: Sql,
  hostId: string,
  held: readonly HeldAddress[],
  known: ReadonlySet<string>,
  now: Date,
): Promise<void> {
  if (held.length === 0) return
  await tx.$executeRawUnsafe(
    `INSERT INTO allocation_open (id, session_id, host_id, kind, network, address, program, held_from, received_at)
     SELECT ($5::uuid[])[row_number() OVER ()], w."sessionId", $2::uuid, w.kind, w.network, w.address, w.program, w."from",
            $3::timestamptz
     FROM (SELECT DISTINCT * FROM ${HELD}) AS w
     WHERE NOT EXISTS (SELECT FROM ${heldBy('$4')} o WHERE ${SAME})`,
    JSON.stringify(held),
    hostId,
    now,
    [...known],
    newIds(held.length),
  )
}

/**
 * Closes intervals into the history: all of sessions that ended (then), and of the `told` sessions those addresses that
 * are not in `held` (at `at`); or what the `released` ones had on lease, where there are any (at `at`). What was granted ends in no other way, and
 * never later than now, whatever the host's clock says: the next holder begins by ours. An interval never ends before it
 * began. An address of a pool rests from then on, or goes where the pool was made smaller.
 * `IN` and not `EXISTS`: below an OR, only `IN` is looked up in a hash, and a report may hold 15,000 addresses.
 */
export async function closeAddresses(
  tx: Sql,
  change: {
    held: readonly HeldAddress[]
    told: readonly string[]
    ended: readonly EndedSession[]
    /** Leases alone: not in one call with `told`. */
    released?: readonly string[]
    at: Date
    now: Date
  },
): Promise<void> {
  const released = change.released ?? []
  const touched = [
    ...new Set([...change.told, ...released, ...change.ended.map(({ sessionId }) => sessionId)]),
  ]
  if (touched.length === 0) return
  await tx.$executeRawUnsafe(
    `WITH held AS (SELECT * FROM ${HELD}),
          ended AS (SELECT * FROM jsonb_to_recordset($2::jsonb) AS e("sessionId" uuid, "endedAt" timestamptz)),
          kept AS (SELECT o.id FROM held w JOIN ${heldBy('$3')} o ON ${SAME}),
          gone AS (
            DELETE FROM allocation_open o
            WHERE o.session_id = ANY($3::uuid[])
              AND (o.session_id IN (SELECT e."sessionId" FROM ended e)
                OR ((o.kind = 'granted') = $6::boolean AND o.id NOT IN (SELECT k.id FROM kept k)))
            RETURNING o.*),
          rested AS (
            UPDATE pool_address p SET held_by = NULL, released_at = $5::timestamptz
            FROM gone g WHERE g.kind = 'granted' AND p.held_by = g.session_id AND NOT p.leaving),
          left_over AS (
            DELETE FROM pool_address p USING gone g
            WHERE g.kind = 'granted' AND p.held_by = g.session_id AND p.leaving)
     INSERT INTO allocation (id, session_id, host_id, kind, network, address, program, held_from, held_to,
       received_at, close_received_at)
     SELECT g.id, g.session_id, g.host_id, g.kind, g.network, g.address, g.program, g.held_from,
       greatest(g.held_from, least(
         coalesce((SELECT min(e."endedAt") FROM ended e WHERE e."sessionId" = g.session_id), $4::timestamptz),
         CASE WHEN g.kind = 'granted' THEN $5::timestamptz END)),
       g.received_at, $5::timestamptz
     FROM gone g`,
    JSON.stringify(change.held),
    JSON.stringify(change.ended),
    touched,
    change.at,
    change.now,
    released.length > 0,
  )
}
