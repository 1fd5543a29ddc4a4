import { readFileSync } from 'node:fs'
import type { Server } from 'node:http'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Clock, systemClock } from '~/server/clock'
import { migrate } from '~/server/database/migrate'
import { openDatabase } from '~/server/database/open-database'
import { createPipelines, createPool } from '~/server/database/pool'
import { errorText, StartError } from '~/server/database/start-error'
import type { Environment } from '~/server/env'
import { type Farm, openFarm } from '~/server/farm'
import { createEdge } from '~/server/http/server'
import { listenOn } from '~/server/listen-on'
import type { Logger } from '~/server/log'
import { openPages } from '~/server/pages'
import { projectRoot } from '~/server/project-root'

export interface ControlPlaneOptions {
  environment: Environment
  log: Logger
  clock?: Clock
  /** False: the API alone, without the pages and their build. For tests of the API. */
  pages?: boolean
  /** What a person watching the start should know. */
  say?: (text: string) => void
}

export interface ControlPlane {
  /** `http://127.0.0.1:3000`: as people and agents reach it. */
  url: string
  database: string
  /** The account made by the first start of a new database. Its password is known only here: tell it once. */
  firstAdmin: Farm['firstAdmin']
  /** For programs that act inside this process: the demo, and tests. */
  services: Farm['services']
  /** Ends in good order, the database last, within ten seconds. */
  stop(): Promise<void>
}

const DRAIN_MS = 5_000

/**
 * The composition root: takes the port, then the database, migrations, services, the edge and the pages.
 * @throws StartError for what an operator can mend; what was begun is then undone.
 */
export async function startControlPlane(options: ControlPlaneOptions): Promise<ControlPlane> {
  const { environment, log } = options
  const edge = createEdge(log, readTls(environment))
  const port = await listenOn(edge.server, environment.host, environment.port)
  const undo: (() => Promise<unknown>)[] = []
  const stop = async () => {
    edge.drain()
    await closeServer(edge.server)
    for (const step of undo.splice(0).reverse()) await step()
  }
  try {
    const url = publicUrl(environment, port)
    const { farm, database } = await openBehind(options, url, undo)
    const pages = options.pages === false ? null : await openPages(environment.host, port)
    if (pages) undo.push(pages.close)
    edge.open({ ...farm.routes, pages: pages?.handle ?? null })
    return { url, database: database.description, services: farm.services, firstAdmin: farm.firstAdmin, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Everything behind the edge, in the order of need; `undo` learns how each is closed. */
async function openBehind(options: ControlPlaneOptions, url: string, undo: (() => Promise<unknown>)[]) {
  const { environment, log, clock = systemClock, say = () => {} } = options
  const database = await openDatabase({ ...environment, say })
  undo.push(database.stop)
  const applied = await migrate(database.url, join(projectRoot(), 'prisma/migrations'))
  if (applied.length > 0) log.info({ migrations: applied }, 'the database was brought up to date')
  const pool = createPool(database.url)
  const pipelines = createPipelines(database.url)
  undo.push(() => Promise.all([pool.end(), pipelines.end()]))
  const farm = await openFarm({ environment, databaseUrl: database.url, pool, pipelines, url, clock, log })
  undo.push(farm.stop)
  return { farm, database }
}
/** Requests under way are finished; what is not done by then is cut. */
async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeIdleConnections()
  const idle = setInterval(() => server.closeIdleConnections(), 100)
  await Promise.race([closed, pause(DRAIN_MS, undefined, { ref: false })])
  clearInterval(idle)
  server.closeAllConnections()
  await closed
}

function readTls({ tls }: Environment): { cert: Buffer; key: Buffer } | null {
  if (!tls) return null
  const read = (name: string, file: string) => {
    try {
      return readFileSync(file)
    } catch (cause) {
      throw new StartError(`${name}=${file}: cannot be read: ${errorText(cause)}`, { cause })
    }
  }
  return { cert: read('VIPFARM_TLS_CERT', tls.cert), key: read('VIPFARM_TLS_KEY', tls.key) }
}

function publicUrl({ publicUrl: given, host, tls }: Environment, port: number): string {
  if (given) return given
  const everywhere = host === '0.0.0.0' || host === '::'
  const name = everywhere ? hostname() : host.includes(':') ? `[${host}]` : host
  return `${tls ? 'https' : 'http'}://${name}:${port}`
}
