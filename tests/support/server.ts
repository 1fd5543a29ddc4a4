import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Clock, systemClock } from '~/server/clock'
import { type ControlPlane, startControlPlane } from '~/server/control-plane'
import { readEnvironment } from '~/server/env'
import { silentLogger } from '~/server/log'
import { createTestDatabase, type TestDatabase } from '~/tests/support/database'

export interface TestServer extends ControlPlane {
  testDatabase: TestDatabase
  /** The account of the first start. */
  admin: { username: string; password: string }
}

export interface TestServerOptions {
  clock?: Clock
  /** More of the environment, such as VIPFARM_PUBLIC_URL. */
  environment?: Record<string, string>
  /** A database that already holds something; the server does not drop it. */
  database?: TestDatabase
}

/** The whole control plane but its pages, in this process, on a free port and a database of its own. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'vipfarm-server-'))
  const testDatabase = options.database ?? (await createTestDatabase())
  const environment = readEnvironment({
    DATABASE_URL: testDatabase.url,
    PORT: '0',
    VIPFARM_DATA: dataDirectory,
    ...options.environment,
  })
  const plane = await startControlPlane({
    environment,
    log: silentLogger,
    clock: options.clock ?? systemClock,
    pages: false,
  })
  return {
    ...plane,
    testDatabase,
    admin: plane.firstAdmin ?? { username: '', password: '' },
    async stop() {
      await plane.stop()
      if (!options.database) await testDatabase.drop()
      rmSync(dataDirectory, { recursive: true, force: true })
    },
  }
}
