/** What PostgreSQL takes at all: the same rows into the same tables as the services write, by `unnest` and nothing else. */

import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { newIds } from '~/server/repositories/new-id'

const PREDICTION = '{"loopback": "127.0.0.8", "by": "simulated"}'
const SOCKETS =
  '[{"program": "softphone.exe", "protocol": "tcp", "listening": true, "local": {"address": "127.0.0.8", "port": 5060}}]'

const ADD_SESSIONS = {
  name: 'bare-sessions',
  text: `INSERT INTO session (id, host_id, boot, number, person_id, protocol, logon_at, prediction, predicted, sockets)
    SELECT id, $2::uuid, $3, number, (SELECT id FROM person LIMIT 1), 'ica', $5::timestamptz, '${PREDICTION}',
      '127.0.0.8', '${SOCKETS}' FROM unnest($1::uuid[], $4::int[]) AS n(id, number)`,
}
const ADD_OPEN = {
  name: 'bare-open',
  text: `INSERT INTO allocation_open (id, session_id, host_id, kind, network, address, program, held_from)
    SELECT k.id, s, $2::uuid, kind::allocation_kind, 'loopback', '127.0.0.0'::inet + n + 1, program,
      $4::timestamptz
    FROM unnest($1::uuid[], $3::int[], $5::uuid[], $6::uuid[]) AS x(s, n, a, b),
      LATERAL (VALUES (x.a, 'computed', NULL), (x.b, 'observed', 'softphone.exe')) AS k(id, kind, program)`,
}
const END_SESSIONS = {
  name: 'bare-end',
  text: `UPDATE session SET ended_at = $2::timestamptz, end_reason = 'closed', end_received_at = now()
    WHERE id = ANY($1::uuid[])`,
}
const CLOSE = {
  name: 'bare-close',
  text: `WITH gone AS (DELETE FROM allocation_open WHERE session_id = ANY($1::uuid[]) RETURNING *)
    INSERT INTO allocation (id, session_id, host_id, kind, network, address, program, held_from, held_to, received_at)
    SELECT id, session_id, host_id, kind, network, address, program, held_from, $2::timestamptz, received_at FROM gone`,
}
const MARK = { name: 'bare-mark', text: 'UPDATE host SET report_seq = $2 WHERE id = $1::uuid' }

/** Events a second, one transaction a report, `atOnce` of them at a time. */
export async function bareIngest(
  pool: pg.Pool,
  { hosts, opens, reports }: { hosts: string[]; opens: number; reports: number },
  atOnce = 4,
): Promise<number> {
  const waiting = [...hosts]
  const since = performance.now()
  const worker = async () => {
    const client = await pool.connect()
    try {
      for (let host = waiting.pop(); host; host = waiting.pop()) await writeHost(client, host, opens, reports)
    } finally {
      client.release()
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  const events = hosts.length * (opens * reports + opens * (reports - 1))
  return events / ((performance.now() - since) / 1000)
}

async function writeHost(client: pg.PoolClient, host: string, opens: number, reports: number): Promise<void> {
  const boot = `bare-${randomUUID().slice(0, 8)}`
  let before: string[] = []
  for (let at = 0; at < reports; at += 1) {
    const ids = newIds(opens)
    const numbers = ids.map((_, place) => 1 + at * opens + place)
    const logon = new Date(Date.parse('2026-11-22T08:00:00.000Z') + at * 60_000)
    await client.query('BEGIN')
    await client.query({ ...ADD_SESSIONS, values: [ids, host, boot, numbers, logon] })
    await client.query({ ...ADD_OPEN, values: [ids, host, numbers, logon, newIds(opens), newIds(opens)] })
    if (before.length > 0) {
      await client.query({ ...END_SESSIONS, values: [before, logon] })
      await client.query({ ...CLOSE, values: [before, logon] })
    }
    await client.query({ ...MARK, values: [host, at + 1] })
    await client.query('COMMIT')
    before = ids
  }
}

const GRANT = {
  name: 'bare-grant',
  text: `WITH given AS (
      SELECT s, x.id, a.address FROM (SELECT s, id, row_number() OVER () AS n FROM unnest($1::uuid[], $4::uuid[]) AS u(s, id)) x
      JOIN (SELECT address, row_number() OVER () AS n FROM (
        SELECT address FROM pool_address WHERE held_by IS NULL AND reserved_person IS NULL
          AND reserved_program IS NULL AND NOT leaving LIMIT $3::int) f) a USING (n)),
    taken AS (UPDATE pool_address p SET held_by = g.s, last_session = g.s FROM given g WHERE p.address = g.address)
    INSERT INTO allocation_open (id, session_id, host_id, kind, network, address, held_from)
    SELECT g.id, g.s, $2::uuid, 'granted', '10.60.0.0/16', g.address, now() FROM given g`,
}

/** Leases a second, `perBatch` in a transaction over one connection. */
export async function bareLeases(
  pool: pg.Pool,
  { perBatch, batches }: { perBatch: number; batches: number },
): Promise<number> {
  const client = await pool.connect()
  try {
    const { rows } = await client.query<{ id: string }>('SELECT id::text FROM host LIMIT 1')
    const host = rows[0]?.id ?? ''
    const since = performance.now()
    for (let batch = 0; batch < batches; batch += 1) {
      const ids = newIds(perBatch)
      const numbers = ids.map((_, place) => 1 + batch * perBatch + place)
      await client.query('BEGIN')
      await client.query({ ...ADD_SESSIONS, values: [ids, host, 'bare-boot', numbers, new Date()] })
      await client.query({ ...GRANT, values: [ids, host, perBatch, newIds(perBatch)] })
      await client.query('COMMIT')
    }
    return (perBatch * batches) / ((performance.now() - since) / 1000)
  } finally {
    client.release()
  }
}
