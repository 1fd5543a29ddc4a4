/** What repositories take: Prisma's client, or the transaction a service opened. */

import type { Prisma, PrismaClient } from '../database/generated/client'

export type Database = PrismaClient
export type Db = PrismaClient | Prisma.TransactionClient

/** Runs `work` in one transaction. Services own transactions; repositories only take part. */
export function inTransaction<T>(database: Database, work: (tx: Db) => Promise<T>): Promise<T> {
  return database.$transaction(work, { maxWait: 10_000, timeout: 30_000 })
}
