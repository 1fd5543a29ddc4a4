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

/**
 * The same without a name: planned for its values at each turn, as lists want whose filters mostly stand empty. Prisma
 * would send them no other way, and take their rows apart a second time.
 */
export const unnamedSqlOf = (source: Pick<Pool | PoolClient, 'query'>): Sql =>
  ({
    async $queryRawUnsafe(text: string, ...values: unknown[]) {
      return (await source.query(text, values)).rows
    },
    async $executeRawUnsafe(text: string, ...values: unknown[]) {
      return (await source.query(text, values)).rowCount ?? 0
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
export const inSqlTransaction = <T>(pipelines: Statements, work: (tx: Sql) => Promise<T>): Promise<T> =>
  createTurns(pipelines)(work, ignore)

/** @param left called when COMMIT has left. No other turn may be begun before, nor while a turn fails without it. */
export type Turns = <T>(work: (tx: Sql) => Promise<T>, left: () => void) => Promise<T>

interface Lent {
  client: PoolClient
  /** That are not over. */
  turns: number
  broken: boolean
}

/**
 * Transactions that take turns on one connection of `pipelines`: one leaves right behind the COMMIT of the one before,
 * whose answer has yet to come. The connection goes back to the pool whenever no turn is under way.
 */
export function createTurns(pipelines: Statements): Turns {
  let lent: Lent | null = null
  const leave = (mine: Lent) => {
    mine.turns -= 1
    if (lent === mine && (mine.broken || mine.turns === 0)) lent = null
    if (mine.turns === 0) mine.client.release(mine.broken)
  }
  return async (work, left) => {
    const mine: Lent = lent ?? { client: await borrow(pipelines), turns: 0, broken: false }
    lent = mine
    mine.turns += 1
    const end = (text: string) => {
      const ended = mine.client.query(text)
      ended.catch(() => {
        mine.broken = true
      })
      return ended
    }
    try {
      return await inTurn(mine.client, work, end, left)
    } finally {
      leave(mine)
    }
  }
}

async function inTurn<T>(
  client: PoolClient,
  work: (tx: Sql) => Promise<T>,
  end: (text: string) => Promise<unknown>,
  left: () => void,
): Promise<T> {
  // The first statements of the work leave with it, and are done after it.
  const begun = client.query('BEGIN')
  begun.catch(ignore)
  const last: Promise<unknown>[] = []
  const note = (statement: Promise<unknown>) => {
    statement.catch(ignore)
    last.push(statement)
  }
  let done: T
  try {
    done = await work({ ...sqlOf(client), pipelined: true, last: note })
  } catch (error) {
    await end('ROLLBACK').catch(ignore)
    throw error
  }
  const committed = end('COMMIT')
  left()
  // COMMIT of a transaction that one of the last has broken undoes it, and that one rejects here.
  const answers = await Promise.allSettled([begun, ...last, committed])
  const failed = answers.find((answer) => answer.status === 'rejected')
  if (failed) throw failed.reason
  return done
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
