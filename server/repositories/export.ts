/** Exports: one COPY each, streamed from the database as the reader takes it. Memory stays the same for any length. */

import type { Readable } from 'node:stream'
import { escapeLiteral, type Pool, type PoolClient } from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { borrow } from './statements'

export type CopySource = Pool
export type ExportFormat = 'csv' | 'jsonl'

/** One column: its name in the header, and its SQL, of type text, number or JSON. */
export interface ExportColumn {
  name: string
  sql: string
  /**
   * `json` stays JSON in JSON Lines and becomes its text in CSV. `plain` is text of our own making, such as an id or a
   * time, that no spreadsheet takes for a formula; what people or hosts said is `text`.
   */
  type: 'text' | 'plain' | 'number' | 'json'
}

export interface ExportQuery {
  columns: readonly ExportColumn[]
  /** FROM, WHERE and ORDER BY. Values in it are literals: COPY takes no parameters. */
  from: string
}

/** No export takes longer; a reader that stops reading is cut off by this too. */
const EXPORT_TIMEOUT_MS = 15 * 60_000

export interface RunningExport {
  stream: Readable
  /** Rows sent, once the stream has ended. */
  rows(): number
  /** Gives the connection back, or cuts it: a query that nobody reads any more is stopped. Call it always, once. */
  close(): Promise<void>
}

export async function startCopy(
  source: CopySource,
  query: ExportQuery,
  format: ExportFormat,
): Promise<RunningExport> {
  const client = await borrow(source)
  try {
    await client.query('BEGIN READ ONLY')
    await client.query(`SET LOCAL statement_timeout = ${EXPORT_TIMEOUT_MS}`)
    // A date without a time begins at midnight UTC.
    await client.query(`SET LOCAL TIME ZONE 'UTC'`)
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
    const stream = client.query(copyTo(copyText(query, format)))
    let ended = false
    stream.once('end', () => {
      ended = true
    })
    return {
      stream,
      rows: () => stream.rowCount,
      close: () => (ended ? finish(client) : cut(source, client, rows[0]?.pid ?? 0)),
    }
  } catch (error) {
    client.release(true)
    throw error
  }
}

async function finish(client: PoolClient): Promise<void> {
  try {
    await client.query('COMMIT')
    client.release()
  } catch {
    client.release(true)
  }
}

async function cut(source: CopySource, client: PoolClient, pid: number): Promise<void> {
  // The connection still carries rows: it is of no use to anybody else.
  client.release(true)
  await source.query('SELECT pg_cancel_backend($1)', [pid]).catch(() => {})
}

function copyText({ columns, from }: ExportQuery, format: ExportFormat): string {
  if (format === 'csv') {
    const list = columns.map(
      ({ name, sql, type }) =>
        `${type === 'number' || type === 'plain' ? sql : unarmed(`(${sql})::text`)} AS "${name}"`,
    )
    return `COPY (SELECT ${list.join(', ')} ${from}) TO STDOUT WITH (FORMAT csv, HEADER true, ENCODING 'UTF8')`
  }
  const list = columns.map(({ name, sql }) => `${sql} AS "${name}"`)
  // JSON text holds no control characters, so with these nothing in it is ever quoted or doubled.
  return `COPY (SELECT row_to_json(r)::text FROM (SELECT ${list.join(', ')} ${from}) AS r) TO STDOUT
    WITH (FORMAT csv, DELIMITER E'\\x02', QUOTE E'\\x01', ENCODING 'UTF8')`
}

/**
 * A spreadsheet runs a cell that begins with one of these as a formula, some also past white space, and some take the
 * full-width forms for the same signs. An apostrophe before it makes it text again (OWASP, CSV injection).
 */
const FORMULA = `E'^([\\t\\r\\n]|[\\\\s\\u00a0\\u200b\\ufeff]*[=+@\\uff1d\\uff0b\\uff20\\uff0d-])'`
// Most begin with a letter or a digit: that is seen at a glance.
const unarmed = (sql: string) =>
  `CASE WHEN ${sql} COLLATE "C" >= '0' AND ${sql} COLLATE "C" < ':' OR ${sql} COLLATE "C" >= 'A' AND ${sql} COLLATE "C" < '{' THEN ${sql}
    WHEN ${sql} ~ ${FORMULA} THEN '''' || ${sql} ELSE ${sql} END`

/**
 * An instant as ISO 8601 in UTC, with milliseconds. As JSON it is written much faster than by `to_char`, in the time zone
 * of the transaction, but without the zeros at its end: a microsecond more, and all six digits are there.
 */
export const isoTime = (sql: string) =>
  `substr(to_json(${sql} + interval '1 microsecond')::text, 2, 23) || 'Z'`

/** A value for `ExportQuery.from`. */
export const literal = (value: string): string => escapeLiteral(value)
