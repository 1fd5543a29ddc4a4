/** "Who held it then" through the service, beside the cheapest query that any index answers on the same rows. */

import { chmodSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { removeData } from '~/server/database/embedded/layout'
import { startEmbedded } from '~/server/database/embedded/start-embedded'
import { migrate } from '~/server/database/migrate'
import { createPool } from '~/server/database/pool'
import { createPrisma } from '~/server/database/prisma'
import { projectRoot } from '~/server/project-root'
import { whoHeld } from '~/server/services/history/who-held'
import { type BenchResult, median, quantile } from './result'

const BAR_P95_MS = 5
const HOSTS = 100
const SESSIONS = 50
const ADDRESSES = 100
const RUNS = 3
const QUESTIONS = 500
const BEGIN = Date.parse('2025-11-01T00:00:00Z')
const YEAR_MS = 365 * 86_400_000

export async function history(options: Record<string, string>): Promise<BenchResult> {
  const rows = rowsOf(options.rows)
  const folder = mkdtempSync(join(tmpdir(), 'vipfarm-bench-'))
  chmodSync(folder, 0o711)
  const embedded = await startEmbedded({ dataDirectory: folder, database: 'bench', temporary: true })
  try {
    const { url } = embedded
    await migrate(url, join(projectRoot(), 'prisma/migrations'))
    return await measure(url, rows)
  } finally {
    await embedded.stop()
    removeData(folder)
  }
}

async function measure(url: string, rows: number): Promise<BenchResult> {
  const pool = createPool(url, 4)
  const database = createPrisma(pool)
  try {
    await fill(pool, rows)
    const ctx = { statements: pool, clock: { now: () => new Date(BEGIN + YEAR_MS) } }
    const random = seeded(7)
    const question = () => {
      const host = Math.floor(random() * HOSTS)
      const number = Math.floor(random() * ADDRESSES)
      const at = new Date(BEGIN + Math.floor(random() * YEAR_MS)).toISOString()
      return { host: `TS-${host}`, address: `127.0.0.${number + 2}`, at }
    }
    let found = 0
    const ask = async (one: { address: string; at: string; host?: string }) => {
      found += (await whoHeld(ctx, one)).holders.length
    }
    const onHost = await timed(() => ask(question()))
    const anywhere = await timed(() => ask({ ...question(), host: undefined }))
    const bare = await timed(() => pool.query({ ...BARE, values: [question().address] }))
    const figures = {
      intervals: rows,
      holdersFound: found,
      hostP50Ms: onHost.p50,
      hostP95Ms: onHost.p95,
      allHostsP50Ms: anywhere.p50,
      allHostsP95Ms: anywhere.p95,
    }
    return {
      bench: 'history',
      figures,
      limits: { barP95Ms: BAR_P95_MS, bareIndexP50Ms: bare.p50, bareIndexP95Ms: bare.p95 },
      ratios: { hostP95ToBar: onHost.p95 / BAR_P95_MS, hostP95ToBare: onHost.p95 / bare.p95 },
      notes: onHost.p95 > BAR_P95_MS ? [`p95 on one host is over the bar of ${BAR_P95_MS} ms`] : [],
    }
  } finally {
    await database.$disconnect()
    await pool.end()
  }
}

/** One row by the index of the history: what a question costs at least on this machine. */
const BARE = { name: 'bare', text: 'SELECT id FROM allocation WHERE address = $1::inet LIMIT 1' }

/** Milliseconds of one question after another; medians of several runs, after one that warms up. */
async function timed(ask: () => Promise<unknown>): Promise<{ p50: number; p95: number }> {
  const runs: { p50: number; p95: number }[] = []
  for (let run = 0; run <= RUNS; run += 1) {
    const took: number[] = []
    for (let count = 0; count < QUESTIONS; count += 1) {
      const began = performance.now()
      await ask()
      took.push(performance.now() - began)
    }
    if (run > 0) runs.push({ p50: quantile(took, 0.5), p95: quantile(took, 0.95) })
  }
  return { p50: median(runs.map(({ p50 }) => p50)), p95: median(runs.map(({ p95 }) => p95)) }
}

/** A year of intervals on every host and address: most last half of their slot, each tenth its whole slot and a day. */
async function fill(pool: pg.Pool, rows: number): Promise<void> {
  await pool.query(
    `INSERT INTO host (id, name, machine_id, os_family, os_version, tags, credential_hash, agent_version, driver)
     SELECT gen_random_uuid(), 'TS-' || n, 'm' || n, 'windows', 'Windows Server 2022', '{}', 'c' || n, '0', 'bench'
     FROM generate_series(0, ${HOSTS - 1}) n`,
  )
  await pool.query(
    `INSERT INTO person (id, name) SELECT gen_random_uuid(), 'user' || n FROM generate_series(0, 999) n`,
  )
  await pool.query(
    `INSERT INTO session (id, host_id, boot, number, person_id, protocol, logon_at, ended_at, prediction)
     SELECT gen_random_uuid(), h.id, 'boot', n, p.id, 'ica', $1, $1, '{}'
     FROM host h, generate_series(1, ${SESSIONS}) n JOIN person p ON p.name = 'user' || n`,
    [new Date(BEGIN)],
  )
  const slots = Math.ceil(rows / HOSTS / ADDRESSES)
  await pool.query(
    `WITH place AS (
       SELECT row_number() OVER () AS n, s.id, s.host_id, s.number * 2 + twice AS address
       FROM session s, generate_series(0, 1) twice)
     INSERT INTO allocation (id, session_id, host_id, kind, network, address, held_from, held_to, received_at)
     SELECT gen_random_uuid(), place.id, host_id, 'computed', 'loopback', '127.0.0.0'::inet + place.address,
       t.start, t.start + $3::float8 * interval '1 millisecond' * CASE WHEN slot % 10 = 0 THEN 1.0 ELSE 0.5 END
         + CASE WHEN slot % 10 = 0 THEN interval '1 day' ELSE interval '0' END, t.start
     FROM generate_series(0, $2::int - 1) slot, place,
       LATERAL (SELECT $1::timestamptz + slot * $3::float8 * interval '1 millisecond'
                  + place.n * interval '1 second' AS start) t
     LIMIT $4::bigint`,
    [new Date(BEGIN), slots, YEAR_MS / slots, rows],
  )
  await pool.query('VACUUM ANALYZE')
}

function rowsOf(text = '1000000'): number {
  const rows = Number(text)
  if (Number.isInteger(rows) && rows >= 10_000 && rows <= 10_000_000) return rows
  throw new Error(`--rows: ${JSON.stringify(text)}: give a whole number from 10000 to 10000000`)
}

/** Numbers from 0 to 1 that are the same in every run. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
