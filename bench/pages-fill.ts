/** A big farm's rows, put there by SQL: hosts, sessions with the addresses they hold, and a long record. */

import type pg from 'pg'

export interface Fill {
  hosts: number
  sessions: number
  audit: number
}

/** One session in ten is open. */
const OPEN = 10

export async function fillFarm(pool: pg.Pool, fill: Fill): Promise<void> {
  const client = await pool.connect()
  try {
    // Millions of rows take longer than any statement of the server may.
    await client.query('SET statement_timeout = 0')
    await client.query('SET synchronous_commit = off')
    await fillBy(client, fill)
  } finally {
    client.release(true)
  }
}

async function fillBy(client: pg.PoolClient, { hosts, sessions, audit }: Fill): Promise<void> {
  const run = (sql: string, ...values: number[]) => client.query(sql, values)
  await run(
    `INSERT INTO delivery_group (id, name, kind)
     SELECT gen_random_uuid(), 'Group ' || n, 'Shared' FROM generate_series(0, 9) n`,
  )
  await run(
    `INSERT INTO host (id, name, machine_id, os_family, os_version, tags, credential_hash, agent_version, driver,
       delivery_group_id)
     SELECT gen_random_uuid(), 'TS-' || lpad(n::text, 5, '0'), 'machine-' || n, 'windows', 'Windows Server 2022',
       ARRAY['bench'], 'credential-' || n, '0.1.0', 'bench', g.id
     FROM generate_series(0, $1::int - 1) n JOIN delivery_group g ON g.name = 'Group ' || n % 10`,
    hosts,
  )
  await run('INSERT INTO host_seen (host_id, seen_at) SELECT id, now() FROM host')
  await run(
    `INSERT INTO person (id, name)
     SELECT gen_random_uuid(), 'user' || n FROM generate_series(0, $1::int / 10) n`,
    sessions,
  )
  await run(
    `WITH place AS (SELECT id, row_number() OVER (ORDER BY name) - 1 AS at FROM host),
       someone AS (SELECT id, row_number() OVER (ORDER BY name) - 1 AS at FROM person)
     INSERT INTO session (id, host_id, boot, number, person_id, protocol, client_name, logon_at, ended_at, prediction,
       predicted, sockets)
     SELECT gen_random_uuid(), h.id, 'boot-bench', n / $2::int + 1, p.id, 'ica', 'PC' || n,
       now() - n * interval '30 days' / $1::int,
       CASE WHEN n % ${OPEN} > 0 THEN now() - n * interval '30 days' / $1::int + interval '10 minutes' END,
       jsonb_build_object('address', host('127.0.0.1'::inet + (n / $2::int + 1)), 'by', 'citrix', 'reason', null),
       '127.0.0.1'::inet + (n / $2::int + 1),
       '[{"program": "softphone.exe", "protocol": "tcp", "listening": true,
          "local": {"address": "127.0.0.2", "port": 5060}}]'
     FROM generate_series(0, $1::int - 1) n
     JOIN place h ON h.at = n % $2::int JOIN someone p ON p.at = n % ($1::int / 10)`,
    sessions,
    hosts,
  )
  await run(
    `INSERT INTO allocation_open (id, session_id, host_id, kind, network, address, program, held_from)
     SELECT gen_random_uuid(), id, host_id, 'observed', 'loopback', predicted, 'softphone.exe', logon_at
     FROM session WHERE ended_at IS NULL`,
  )
  await run(
    `INSERT INTO audit_event (at, actor_kind, actor_id, action, object_kind, object_id, after, reason)
     SELECT now() - ($1::int - n) * interval '1 second', 'host', 'host-' || n % 10000,
       (ARRAY['host.enroll', 'policy.save', 'policies.publish', 'user.sign-in', 'token.create'])[n % 5 + 1],
       (ARRAY['host', 'policy', 'revision', 'user', 'token'])[n % 5 + 1], 'object-' || n % 50000,
       jsonb_build_object('n', n), 'bench'
     FROM generate_series(1, $1::int) n`,
    audit,
  )
  await client.query('VACUUM ANALYZE')
}
