/** Statements sent to PostgreSQL by name, so that it plans each once for a connection: Prisma sends them unnamed. */

import { createHash } from 'node:crypto'
import type { Pool, PoolClient } from 'pg'
import type { Db } from './db'

export type Statements = Pool

/** What a repository needs that only runs SQL: Prisma's client, its transaction, or a connection of `Statements`. */
export interface Sql extends Pick<Db, '$queryRawUnsafe' | '$executeRawUnsafe'> {
  /** Statements may leave before those ahead of them are answered. */
  pipelined?: true
}

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

/** Runs `work` in one transaction on one connection of `pipelines`. */
export async function inSqlTransaction<T>(pipelines: Statements, work: (tx: Sql) => Promise<T>): Promise<T> {
  const client = await borrow(pipelines)
  // The first statements of the work leave with it, and are done after it.
  const begun = client.query('BEGIN')
  begun.catch(ignore)
  try {
    const done = await work({ ...sqlOf(client), pipelined: true })
    await begun
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

type Answers<T extends readonly (() => Promise<unknown>)[]> = {
  -readonly [K in keyof T]: Awaited<ReturnType<T[K]>>
}

/**
 * Runs statements of which none needs the answer of another, in this order. Over a pipelined connection they leave at
 * once. The first that fails is the one that is told: those after it are refused by the broken transaction.
 */
export async function inOneGo<const T extends readonly (() => Promise<unknown>)[]>(
  tx: Sql,
  ...statements: T
): Promise<Answers<T>> {
  if (tx.pipelined) return (await Promise.all(statements.map((run) => run()))) as Answers<T>
  const answers: unknown[] = []
  for (const run of statements) answers.push(await run())
  return answers as Answers<T>
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
