/** A year of the past, made by the database itself: for benches of what grows with it. */

import type pg from 'pg'

export const PAST_HOSTS = 100
export const PAST_ADDRESSES = 100
export const PAST_BEGIN = Date.parse('2025-11-01T00:00:00Z')
export const YEAR_MS = 365 * 86_400_000
/** Intervals of a session. */
const OF_SESSION = 20

/** Intervals on every host and address: most last half of their slot, each tenth its whole slot and a day. */
export async function fillPast(pool: pg.Pool, rows: number): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('SET statement_timeout = 0')
    await client.query(
      `INSERT INTO host (id, name, machine_id, os_family, os_version, tags, credential_hash, agent_version, driver)
       SELECT gen_random_uuid(), 'TS-' || n, 'm' || n, 'windows', 'Windows Server 2022', '{}', 'c' || n, '0', 'bench'
       FROM generate_series(0, ${PAST_HOSTS - 1}) n`,
    )
    await client.query(
      `INSERT INTO person (id, name) SELECT gen_random_uuid(), 'user' || n FROM generate_series(0, 999) n`,
    )
    const sessions = Math.max(1, Math.ceil(rows / OF_SESSION / PAST_HOSTS))
    await client.query(
      `INSERT INTO session (id, host_id, boot, number, person_id, protocol, logon_at, ended_at, end_reason, prediction)
       SELECT gen_random_uuid(), h.id, 'boot', n, p.id, 'ica', t.at, t.at + interval '8 hours', 'closed',
         '{"loopback": null, "by": "none"}'
       FROM host h CROSS JOIN generate_series(1, $2::int) n JOIN person p ON p.name = 'user' || (n % 1000),
         LATERAL (SELECT $1::timestamptz + n * ($3::float8 / $2::int) * interval '1 millisecond' AS at) t`,
      [new Date(PAST_BEGIN), sessions, YEAR_MS],
    )
    const slots = Math.ceil(rows / PAST_HOSTS / PAST_ADDRESSES)
    const rebuild = await strip(client, 'allocation')
    await client.query(
      `WITH place AS MATERIALIZED (
         SELECT s.id, s.host_id, s.number, row_number() OVER (PARTITION BY s.host_id ORDER BY s.number) AS n
         FROM session s)
       INSERT INTO allocation (id, session_id, host_id, kind, network, address, held_from, held_to, received_at)
       SELECT gen_random_uuid(), p.id, p.host_id, 'computed', 'loopback', '127.0.0.0'::inet + (1 + k % $5::int),
         t.start, t.start + $3::float8 * interval '1 millisecond' * CASE WHEN k % 10 = 0 THEN 1.0 ELSE 0.5 END
           + CASE WHEN k % 10 = 0 THEN interval '1 day' ELSE interval '0' END, t.start
       FROM place p, generate_series(0, ${OF_SESSION - 1}) AS g(i),
         LATERAL (SELECT (p.n - 1) * ${OF_SESSION} + i AS k) x,
         LATERAL (SELECT $1::timestamptz + (k / $5::int % $2::int) * $3::float8 * interval '1 millisecond'
                    + (k % $5::int) * interval '1 second' AS start) t
       LIMIT $4::bigint`,
      [new Date(PAST_BEGIN), slots, YEAR_MS / slots, rows, PAST_ADDRESSES],
    )
    for (const statement of rebuild) await client.query(statement)
    await client.query('VACUUM ANALYZE')
  } finally {
    client.release()
  }
}

/** What lists page through besides: a hundredth of the intervals as open sessions and as discrepancies, a tenth as record. */
export async function fillLists(pool: pg.Pool, rows: number): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('SET statement_timeout = 0; SET synchronous_commit = off')
    const open = Math.ceil(rows / 100)
    await client.query(
      `INSERT INTO session (id, host_id, boot, number, person_id, protocol, client_name, logon_at, prediction, predicted,
         sockets)
       SELECT gen_random_uuid(), h.id, 'boot-now', n / ${PAST_HOSTS} + 1, p.id, 'ica', 'PC' || n,
         $1::timestamptz - n * interval '1 second', '{"loopback": null, "by": "none"}',
         '127.0.0.1'::inet + (n / ${PAST_HOSTS} + 1),
         '[{"program": "softphone.exe", "protocol": "tcp", "listening": true,
            "local": {"address": "127.0.0.2", "port": 5060}}]'
       FROM generate_series(0, $2::int - 1) n JOIN host h ON h.name = 'TS-' || n % ${PAST_HOSTS}
       JOIN person p ON p.name = 'user' || n % 1000`,
      [new Date(PAST_BEGIN + YEAR_MS), open],
    )
    await client.query(
      `INSERT INTO allocation_open (id, session_id, host_id, kind, network, address, program, held_from)
       SELECT gen_random_uuid(), id, host_id, k.kind, 'loopback', predicted, k.program, logon_at
       FROM session CROSS JOIN (VALUES ('computed'::allocation_kind, NULL), ('observed', 'softphone.exe')) k(kind, program)
       WHERE ended_at IS NULL`,
    )
    await client.query(
      `INSERT INTO discrepancy (id, kind, key, session_id, host_id, address, detail, opened_at, closed_at)
       SELECT gen_random_uuid(), 'prediction', s.id || ' ' || n, s.id, s.host_id, '127.0.0.1',
         '{"reason": "not-listed", "program": "softphone.exe"}', s.logon_at, s.logon_at + interval '1 hour'
       FROM (SELECT *, row_number() OVER () AS n FROM session WHERE ended_at IS NOT NULL LIMIT $1::int) s`,
      [open],
    )
    await client.query(
      `INSERT INTO audit_event (at, actor_kind, actor_id, action, object_kind, object_id, after, reason)
       SELECT $1::timestamptz + n * interval '1 second', 'host', 'host-' || n % 10000,
         (ARRAY['host.enroll', 'policy.save', 'policies.publish', 'user.sign-in', 'token.create'])[n % 5 + 1],
         (ARRAY['host', 'policy', 'revision', 'user', 'token'])[n % 5 + 1], 'object-' || n % 50000,
         jsonb_build_object('n', n), 'bench'
       FROM generate_series(1, $2::int) n`,
      [new Date(PAST_BEGIN), Math.ceil(rows / 10)],
    )
    await client.query('VACUUM ANALYZE')
  } finally {
    client.release(true)
  }
}

/** Takes indexes and keys away, as a bulk load does; returns the statements that bring the very same ones back. */
async function strip(client: pg.PoolClient, table: string): Promise<string[]> {
  await client.query("SET maintenance_work_mem = '512MB'; SET synchronous_commit = off")
  const keys = await client.query<{ name: string; text: string }>(
    `SELECT conname AS name, pg_get_constraintdef(oid) AS text FROM pg_constraint
     WHERE conrelid = $1::regclass AND contype IN ('p', 'f') ORDER BY contype DESC`,
    [table],
  )
  const indexes = await client.query<{ name: string; text: string }>(
    `SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS text FROM pg_index i
     WHERE indrelid = $1::regclass AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid
       AND c.conrelid = i.indrelid)`,
    [table],
  )
  for (const { name } of indexes.rows) await client.query(`DROP INDEX ${name}`)
  for (const { name } of keys.rows) await client.query(`ALTER TABLE ${table} DROP CONSTRAINT "${name}"`)
  return [
    ...indexes.rows.map(({ text }) => text),
    ...keys.rows.map(({ name, text }) => `ALTER TABLE ${table} ADD CONSTRAINT "${name}" ${text}`),
  ]
}
