/** Statements sent to PostgreSQL by name, so that it plans each once for a connection: Prisma sends them unnamed. */

import { createHash } from 'node:crypto'
import type { Pool, PoolClient } from 'pg'
import type { Db } from './db'

export type Statements = Pool

/** What a repository needs that only runs SQL: Prisma's client, its transaction, or a connection of `Statements`. */
export interface Sql extends Pick<Db, '$queryRawUnsafe' | '$executeRawUnsafe'> {
  /** Statements may leave before those ahead of them are answered. */
  pipelined?: true
  /** Takes what has left and need not be waited for before COMMIT leaves. */
  last?: (statement: Promise<unknown>) => void
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
  const last: Promise<unknown>[] = []
  try {
    const done = await work({
      ...sqlOf(client),
      pipelined: true,
      last: (statement) => {
        statement.catch(ignore)
        last.push(statement)
      },
    })
    // COMMIT of a transaction that one of the last has broken undoes it, and that one rejects here.
    await Promise.all([begun, ...last, client.query('COMMIT')])
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

/**
 * Runs statements, each of one look at the database, whose answers nobody waits for. Over a pipelined connection COMMIT
 * leaves right behind them.
 */
export async function atTheEnd(tx: Sql, ...statements: (() => Promise<unknown>)[]): Promise<void> {
  for (const run of statements) {
    if (tx.last) tx.last(run())
    else await run()
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
