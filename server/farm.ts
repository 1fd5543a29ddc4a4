import { join } from 'node:path'
import type pg from 'pg'
import type { Clock } from '~/server/clock'
import { listen } from '~/server/database/listen'
import { createPrisma } from '~/server/database/prisma'
import type { Environment } from '~/server/env'
import { createAdminPlane } from '~/server/http/admin-plane'
import { createAgentHandler } from '~/server/http/agent/handler'
import { createAuthHandler } from '~/server/http/auth'
import { createCapturesHandler } from '~/server/http/captures'
import { createExportHandler } from '~/server/http/export'
import { createReadiness } from '~/server/http/health'
import type { EdgeRoutes } from '~/server/http/server'
import { createTrpcHandler } from '~/server/http/trpc'
import type { Logger } from '~/server/log'
import { masterKey } from '~/server/master-key'
import { setRuntime } from '~/server/runtime'
import { createServiceContext, type ServiceContext } from '~/server/services/context'
import { FARM_CHANNEL, hearNews, loadBoard } from '~/server/services/farm-news'
import { loadSigningKey, readTrustedKeys } from '~/server/services/signing-key'
import { ensureFirstAdmin } from '~/server/services/users/ensure-first-admin'
import { startFarmTasks } from '~/server/tasks/farm-tasks'
import { createCallerFor } from '~/server/trpc/caller'

export interface FarmOptions {
  environment: Environment
  databaseUrl: string
  pool: pg.Pool
  pipelines: pg.Pool
  /** Where people and agents reach the server. */
  url: string
  clock: Clock
  log: Logger
}

export interface Farm {
  services: ServiceContext
  routes: Omit<EdgeRoutes, 'pages'>
  firstAdmin: { username: string; password: string } | null
  stop(): Promise<void>
}

/** The services of this process and the handlers over them. */
export async function openFarm(options: FarmOptions): Promise<Farm> {
  const { environment, databaseUrl, pool, pipelines, url, clock, log } = options
  const database = createPrisma(pool)
  const key = masterKey(environment)
  const services = createServiceContext({
    database,
    statements: pool,
    pipelines,
    clock,
    log,
    signingKey: await loadSigningKey(database, key, clock),
    trustedKeys: await readTrustedKeys(database),
    masterKey: key,
  })
  const plane = createAdminPlane({
    services,
    copySource: pool,
    masterKey: key,
    secure: url.startsWith('https:'),
    publicUrl: environment.publicUrl,
  })
  setRuntime({ callerFor: createCallerFor(plane) })
  const firstAdmin = await ensureFirstAdmin(services)
  await loadBoard(services)
  const listener = hear(services, databaseUrl)
  const agents = createAgentHandler(services)
  const tasks = startFarmTasks(services, join(environment.dataDirectory, 'archive'))
  return {
    services,
    routes: {
      readiness: createReadiness({ ping: () => pool.query('SELECT 1'), now: () => performance.now() }),
      agent: agents.handle,
      auth: createAuthHandler(plane),
      trpc: createTrpcHandler(plane),
      export: createExportHandler(plane),
      captures: createCapturesHandler(plane),
    },
    firstAdmin,
    async stop() {
      agents.stop()
      await listener.stop()
      await tasks.stop()
      await database.$disconnect()
    },
  }
}

/** What other processes of this farm announce; after a broken connection everything is read again. */
function hear(services: ServiceContext, url: string) {
  const failed = (message: string) => (error: unknown) => services.log.warn({ err: error }, message)
  return listen({
    url,
    channels: [FARM_CHANNEL],
    onNotify: (_channel, payload) =>
      void hearNews(services, payload).catch(failed('news of another server was lost')),
    onResync: () => void loadBoard(services).catch(failed('the hosts could not be read again')),
    log: services.log,
  })
}
