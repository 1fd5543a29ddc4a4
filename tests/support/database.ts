import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { createPipelines, createPool } from '~/server/database/pool'
import { createPrisma } from '~/server/database/prisma'

export interface TestDatabase {
  url: string
  pool: pg.Pool
  pipelines: pg.Pool
  prisma: ReturnType<typeof createPrisma>
  /** Closes the connections and deletes the database. */
  drop(): Promise<void>
}

/**
 * A migrated database of its own, for one test file: make it in `beforeAll`, drop it in `afterAll`.
 * `template: null` gives an empty one.
 */
export async function createTestDatabase(
  options: { template?: 'vipfarm_template' | null } = {},
): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`
  const template = options.template === null ? 'template0' : 'vipfarm_template'
  await onServer(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY FILE_COPY`)
  const url = new URL(inject('postgresUrl'))
  url.pathname = `/${name}`
  const pool = createPool(url.href, 10)
  const pipelines = createPipelines(url.href)
  const prisma = createPrisma(pool)
  return {
    url: url.href,
    pool,
    pipelines,
    prisma,
    async drop() {
      await prisma.$disconnect()
      await Promise.all([pool.end(), pipelines.end()])
      await onServer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
    },
  }
}

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('postgresUrl') })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
