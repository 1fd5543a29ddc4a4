import { readFileSync } from 'node:fs'
import type { Server } from 'node:http'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Clock, systemClock } from '~/server/clock'
import { migrate } from '~/server/database/migrate'
import { type OpenDatabase, openDatabase } from '~/server/database/open-database'
import { createPool } from '~/server/database/pool'
import { createPrisma } from '~/server/database/prisma'
import { errorText, StartError } from '~/server/database/start-error'
import { type Environment, isLoopback } from '~/server/env'
import { createReadiness, readyz } from '~/server/http/health'
import { createEdge } from '~/server/http/server'
import { listenOn } from '~/server/listen-on'
import type { Logger } from '~/server/log'
import { masterKey } from '~/server/master-key'
import { openPages, type Pages } from '~/server/pages'
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
  /** Ends in good order, the database last, within ten seconds. */
  stop(): Promise<void>
}

const DRAIN_MS = 5_000

/**
 * The composition root: takes the port, then the database, migrations, services, the edge and the pages.
 * @throws StartError for what an operator can mend. What was begun is then undone.
 */
export async function startControlPlane(options: ControlPlaneOptions): Promise<ControlPlane> {
  const { environment, log, clock = systemClock, pages = true, say = () => {} } = options
  const undo: (() => Promise<unknown> | void)[] = []
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step()
  }
  try {
    const edge = createEdge(log, readTls(environment))
    const port = await listenOn(edge.server, environment.host, environment.port)
    undo.push(() => closeServer(edge.server))
    const url = publicUrl(environment, port)
    const database = await openDatabase({ ...environment, say })
    undo.push(database.stop)
    await migrateNow(database, log)
    const pool = createPool(database.url)
    undo.push(() => pool.end())
    const farm = await openFarm({ environment, pool, url, clock, log })
    undo.push(farm.stop)
    const built: Pages | null = pages ? await openPages(environment.host, port) : null
    if (built) undo.push(built.close)
    const readiness = createReadiness({ ping: () => pool.query('SELECT 1'), now: () => performance.now() })
    edge.open({ ...farm.routes, readiness, pages: built?.handle ?? null })
    undo.push(() => drain(edge))
    return { url, database: database.description, ...farm, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
