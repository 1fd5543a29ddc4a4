/** Statements sent to PostgreSQL by name, so that it plans each once for a connection: Prisma sends them unnamed. */

import { createHash } from 'node:crypto'
import type { Pool, PoolClient } from 'pg'
import type { Db } from './db'

export type Statements = Pool

/** What a repository needs that only runs SQL: Prisma's client, its transaction, or a connection of `Statements`. */
export type Sql = Pick<Db, '$queryRawUnsafe' | '$executeRawUnsafe'>

/** Alone, each statement a transaction of its own. */
export const sqlOf = (source: Pick<Pool | PoolClient, 'query'>): Sql =>
  ({
    async $queryRawUnsafe(text: string, ...values: unknown[]) {
      return (await source.query({ name: nameOf(text), text, values })).rows
    },
    async $executeRawUnsafe(text: string, ...values: unknown[]) {
      return (await source.query({ name: nameOf(text), text, values })).rowCount ?? 0
    },
  }) as Sql

const ignore = () => {}

/**
 * A connection of the pool. One that breaks while it is lent tells its queries, and whoever listens: without a listener
 * it would end the process.
 */
export async function borrow(statements: Statements): Promise<PoolClient> {
  const client = await statements.connect()
  if (!client.listeners('error').includes(ignore)) client.on('error', ignore)
  return client
}

/**
 * What reports and leases read, they find by key. A plan made while tables were small, or before they were analysed,
 * reads them whole, and a connection keeps it while they grow.
 */
const BEGIN = 'BEGIN; SET LOCAL enable_seqscan = off'

/** Runs `work` in one transaction on one connection; its reads go by index. */
export async function inSqlTransaction<T>(statements: Statements, work: (tx: Sql) => Promise<T>): Promise<T> {
  const client = await borrow(statements)
  try {
    await client.query(BEGIN)
    const done = await work(sqlOf(client))
    await client.query('COMMIT')
    client.release()
    return done
  } catch (error) {
    await client.query('ROLLBACK').then(
      () => client.release(),
      () => client.release(true),
    )
    throw error
  }
}

// Texts are the program's own, so there are few.
const names = new Map<string, string>()

function nameOf(text: string): string {
  let name = names.get(text)
  if (name === undefined) {
    name = createHash('sha256').update(text).digest('base64url').slice(0, 32)
    names.set(text, name)
  }
  return name
}
