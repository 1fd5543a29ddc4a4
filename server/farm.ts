import { generateKeyPairSync } from 'node:crypto'
import type pg from 'pg'
import type { Clock } from '~/server/clock'
import { listen } from '~/server/database/listen'
import { createPrisma } from '~/server/database/prisma'
import { errorText } from '~/server/database/start-error'
import type { Environment } from '~/server/env'
import { AppError } from '~/server/errors'
import type { Handler } from '~/server/http/answer'
import { createReadiness } from '~/server/http/health'
import type { EdgeRoutes } from '~/server/http/server'
import type { Logger } from '~/server/log'
import { createServiceContext, type ServiceContext } from '~/server/services/context'
import { FARM_CHANNEL, hearNews, loadBoard } from '~/server/services/farm-news'

export interface FarmOptions {
  environment: Environment
  databaseUrl: string
  pool: pg.Pool
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
export async function openFarm({ databaseUrl, pool, clock, log }: FarmOptions): Promise<Farm> {
  const database = createPrisma(pool)
  const services = createServiceContext({
    database,
    clock,
    log,
    signingKey: { keyId: 'unset', publicKey: '', privateKey: generateKeyPairSync('ed25519').privateKey },
  })
  await loadBoard(services)
  const listener = listen({
    url: databaseUrl,
    channels: [FARM_CHANNEL],
    onNotify: (_channel, payload) =>
      void hearNews(services, payload).catch(logAs(log, 'news was not understood')),
    onResync: () => void loadBoard(services).catch(logAs(log, 'the hosts could not be read again')),
    log,
  })
  const readiness = createReadiness({ ping: () => pool.query('SELECT 1'), now: () => performance.now() })
  return {
    services,
    routes: { readiness, agent: unavailable, auth: unavailable, trpc: unavailable, export: unavailable },
    firstAdmin: null,
    async stop() {
      await listener.stop()
      await database.$disconnect()
    },
  }
}

const unavailable: Handler = () => {
  throw new AppError('unavailable', 'This part of the server is not connected yet.')
}

const logAs = (log: Logger, message: string) => (error: unknown) =>
  log.warn({ err: errorText(error) }, message)
