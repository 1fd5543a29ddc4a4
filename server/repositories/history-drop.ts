/** Closed history leaves in whole months, each written to a file first. */

import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { PoolClient } from 'pg'
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

/** A host's row is needed until a newer one of it is, for the first instant that is kept, the one in force. */
const OUTLIVED = (to: string) => `FROM host_in_force f WHERE f.since < ${to} AND EXISTS (
  SELECT FROM host_in_force n WHERE n.host_id = f.host_id AND n.since > f.since AND n.since <= ${to})`

const IN_FORCE =
  'f.host_id, (SELECT h.name FROM host h WHERE h.id = f.host_id) AS host, f.since, f.generation, f.revision'

export interface Written {
  rows: number
  sha256: string
}

export interface Dropped extends Written {
  sessions: number
  /** What hosts had in force; null where nothing of it went. */
  inForce: Written | null
}

export interface ArchiveFiles {
  allocations: string
  inForce: string
}

/**
 * Writes the month to `files` (CSV, gzip), has them on the disk, and deletes just those rows, in one transaction that
 * sees one state: what comes meanwhile stays. `record` runs before it is committed: nothing goes that is not on the
 * record.
 */
export async function dropMonth(
  statements: Statements,
  month: { from: Date; to: Date },
  files: ArchiveFiles,
  record: (dropped: Dropped) => Promise<void>,
): Promise<Dropped> {
  const client = await borrow(statements)
  const [from, to] = [literal(month.from.toISOString()), literal(month.to.toISOString())]
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ')
    await client.query(`SET LOCAL statement_timeout = 0`)
    await client.query(`SET LOCAL TIME ZONE 'UTC'`)
    const written = await writeArchive(
      client,
      `SELECT ${ARCHIVED} FROM allocation a JOIN session s ON s.id = a.session_id
       JOIN host h ON h.id = a.host_id JOIN person p ON p.id = s.person_id
       WHERE a.held_to >= ${from} AND a.held_to < ${to} ORDER BY a.held_to, a.id`,
      files.allocations,
    )
    await deleteWritten(client, written, `FROM allocation WHERE held_to >= ${from} AND held_to < ${to}`)
    const gone = await client.query(
      `DELETE FROM session s WHERE s.ended_at < $1
         AND NOT EXISTS (SELECT FROM allocation a WHERE a.session_id = s.id)
         AND NOT EXISTS (SELECT FROM allocation_open o WHERE o.session_id = s.id)`,
      [month.to],
    )
    const dropped = {
      ...written,
      sessions: gone.rowCount ?? 0,
      inForce: await dropInForce(client, to, files.inForce),
    }
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

async function dropInForce(client: PoolClient, to: string, file: string): Promise<Written | null> {
  const { rowCount } = await client.query(`SELECT ${OUTLIVED(to)} LIMIT 1`)
  if (!rowCount) return null
  const written = await writeArchive(
    client,
    `SELECT ${IN_FORCE} ${OUTLIVED(to)} ORDER BY f.since, f.host_id`,
    file,
  )
  await deleteWritten(client, written, OUTLIVED(to))
  return written
}

async function writeArchive(client: PoolClient, select: string, file: string): Promise<Written> {
  const copy = client.query(
    copyTo(`COPY (${select}) TO STDOUT WITH (FORMAT csv, HEADER true, ENCODING 'UTF8')`),
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
  return { rows: copy.rowCount, sha256: hash.digest('hex') }
}

async function deleteWritten(client: PoolClient, { rows }: Written, from: string): Promise<void> {
  const { rowCount } = await client.query(`DELETE ${from}`)
  if (rowCount !== rows) throw new Error(`${rows} rows were written, ${rowCount} would be deleted`)
}
