import pg from 'pg'

/** Connections of one server process; PostgreSQL allows 100 in all by default. */
const POOL_SIZE = 20

/**
 * The pool that Prisma and the raw statements share. No statement runs longer than a minute: exports set their own
 * limit in their transaction.
 */
export function createPool(url: string, max = POOL_SIZE): pg.Pool {
  const pool = new pg.Pool({
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
