import { chmodSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { removeData } from '~/server/database/embedded/layout'
import { type EmbeddedDatabase, startEmbedded } from '~/server/database/embedded/start-embedded'
import { migrate } from '~/server/database/migrate'
import { projectRoot } from '~/server/project-root'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Of the maintenance database of the test run's own PostgreSQL. */
    postgresUrl: string
  }
}

/** The database that every test database is copied from: migrated once. */
export const TEMPLATE = 'vipfarm_template'

interface Shared {
  users: number
  started: Promise<{ database: EmbeddedDatabase; directory: string }>
}

const KEY = Symbol.for('vipfarm.test-database')
const registry = globalThis as { [KEY]?: Shared }

/** One PostgreSQL for the whole test run, in a temporary directory and on a free port; the projects share it. */
export default async function setup(project: TestProject) {
  registry[KEY] ??= { users: 0, started: start() }
  const shared = registry[KEY]
  shared.users += 1
  const { database, directory } = await shared.started
  project.provide('postgresUrl', database.urlOf('postgres'))
  return async () => {
    shared.users -= 1
    if (shared.users > 0) return
    registry[KEY] = undefined
    await database.stop()
    removeData(directory)
  }
}

async function start() {
  const directory = mkdtempSync(join(tmpdir(), 'vipfarm-test-'))
  chmodSync(directory, 0o711)
  const database = await startEmbedded({
    dataDirectory: directory,
    database: TEMPLATE,
    durable: false,
    temporary: true,
  })
  await migrate(database.urlOf(TEMPLATE), join(projectRoot(), 'prisma/migrations'))
  return { database, directory }
}
