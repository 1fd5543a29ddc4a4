/** Closed history leaves in whole months, each written to a file first. */

import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { to as copyTo } from 'pg-copy-streams'
import { literal } from './export'
import { borrow, type Sql, type Statements } from './statements'

/** The first instant of the oldest month that has closed history, if it ends by `before`. */
export async function oldestMonth(db: Sql, before: Date): Promise<{ from: Date; to: Date } | null> {
  const [row] = await db.$queryRawUnsafe<{ from: Date; to: Date }[]>(
    `SELECT m AS "from", m + interval '1 month' AS "to"
     FROM (SELECT date_trunc('month', min(held_to) AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' AS m FROM allocation) o
     WHERE m + interval '1 month' <= $1::timestamptz`,
    before,
  )
  return row ?? null
}

const ARCHIVED = `a.id, h.name AS host, p.name AS person, s.number AS session, s.boot, s.logon_at, a.kind, a.network,
  host(a.address) AS address, a.program, a.held_from, a.held_to, a.received_at, a.close_received_at`

export interface Dropped {
  rows: number
  sessions: number
  sha256: string
}

/**
 * Writes the month to `file` (CSV, gzip), has it on the disk, and deletes just those rows, in one transaction that sees
 * one state: what comes meanwhile stays. `record` runs before it is committed: nothing goes that is not on the record.
 */
export async function dropMonth(
  statements: Statements,
  month: { from: Date; to: Date },
  file: string,
  record: (dropped: Dropped) => Promise<void>,
): Promise<Dropped> {
  const client = await borrow(statements)
  const [from, to] = [literal(month.from.toISOString()), literal(month.to.toISOString())]
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ')
    await client.query(`SET LOCAL statement_timeout = 0`)
    await client.query(`SET LOCAL TIME ZONE 'UTC'`)
    const copy = client.query(
      copyTo(`COPY (SELECT ${ARCHIVED} FROM allocation a JOIN session s ON s.id = a.session_id
        JOIN host h ON h.id = a.host_id JOIN person p ON p.id = s.person_id
        WHERE a.held_to >= ${from} AND a.held_to < ${to} ORDER BY a.held_to, a.id)
        TO STDOUT WITH (FORMAT csv, HEADER true, ENCODING 'UTF8')`),
    )
    const hash = createHash('sha256')
    const hashed = new Transform({
      transform(part, _encoding, done) {
        hash.update(part)
        done(null, part)
      },
    })
    await pipeline(copy, createGzip(), hashed, createWriteStream(file, { mode: 0o600 }))
    const written = await open(file, 'r')
    await written.sync()
    await written.close()
    const { rowCount } = await client.query(
      `DELETE FROM allocation WHERE held_to >= ${from} AND held_to < ${to}`,
    )
    const rows = rowCount ?? 0
    if (rows !== copy.rowCount)
      throw new Error(`${copy.rowCount} rows were written, ${rows} would be deleted`)
    const gone = await client.query(
      `DELETE FROM session s WHERE s.ended_at < $1
         AND NOT EXISTS (SELECT FROM allocation a WHERE a.session_id = s.id)
         AND NOT EXISTS (SELECT FROM allocation_open o WHERE o.session_id = s.id)`,
      [month.to],
    )
    const dropped = { rows, sessions: gone.rowCount ?? 0, sha256: hash.digest('hex') }
    await client.query('DELETE FROM discrepancy WHERE closed_at < $1', [month.to])
    await client.query('DELETE FROM pool_use WHERE at < $1', [month.to])
    await record(dropped)
    await client.query('COMMIT')
    client.release()
    return dropped
  } catch (error) {
    await client.query('ROLLBACK').then(
      () => client.release(),
      () => client.release(true),
    )
    throw error
  }
}
