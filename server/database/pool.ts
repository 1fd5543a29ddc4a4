import pg from 'pg'

/** Connections of one server process; PostgreSQL allows 100 in all by default. */
const POOL_SIZE = 20

/**
 * The pool that Prisma and the raw statements share. No statement runs longer than a minute: exports set their own
 * limit in their transaction.
 */
export function createPool(url: string, max = POOL_SIZE, extra: pg.PoolConfig = {}): pg.Pool {
  const pool = new pg.Pool({
    ...extra,
    connectionString: url,
    max,
    application_name: 'vipfarm',
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    statement_timeout: 60_000,
    idle_in_transaction_session_timeout: 60_000,
  })
  // A database that goes away breaks idle connections too. Whoever asks next is told; the process lives on.
  pool.on('error', () => {})
  // And those that are lent out, between two statements of a transaction, where nobody else listens.
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

/** Transactions of reports and leases at one time; whatever comes beyond that waits for one of them. */
const PIPELINES = 8

/**
 * What reports and leases read, they find by key. A plan made while tables were small, or before they were analysed,
 * reads them whole, and a connection keeps it while they grow. (When to plan anew is left to PostgreSQL: one plan for
 * all values makes reports a tenth dearer.)
 */
const BY_KEY = 'SET enable_seqscan = off'

/**
 * Connections for reports and leases: the next statement leaves before the answer to the last has come. No COPY and
 * no cursor can go over them.
 */
export function createPipelines(url: string): pg.Pool {
  const pool = createPool(url, PIPELINES, { pipeline: true })
  pool.on('connect', (client) => void client.query(BY_KEY).catch(() => {}))
  return pool
}
