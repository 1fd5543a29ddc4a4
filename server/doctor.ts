import { accessSync, constants, existsSync, statfsSync } from 'node:fs'
import { createServer } from 'node:http'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { runningServer } from '~/server/data-lock'
import { databaseAccount } from '~/server/database/embedded/account'
import { findBinaries } from '~/server/database/embedded/binaries'
import { readMigrations } from '~/server/database/migrate'
import { openDatabase } from '~/server/database/open-database'
import { errorText } from '~/server/database/start-error'
import { type Environment, readEnvironment } from '~/server/env'
import { listenOn } from '~/server/listen-on'
import { projectRoot } from '~/server/project-root'

export interface Finding {
  subject: string
  ok: boolean
  text: string
}

type Check = (environment: Environment) => Promise<string> | string

/** Each answers with what is well, or throws with what is not and what to do. */
const CHECKS: Record<string, Check> = {
  program: builtProgram,
  data: dataDirectory,
  server: serverOrPort,
  database: databaseServer,
}

/** Looks, and changes nothing: no database is started, no directory made. */
export async function examine(source: Record<string, string | undefined>): Promise<Finding[]> {
  const node = {
    subject: 'node',
    ok: true,
    text: `Node ${process.versions.node} on ${process.platform}-${process.arch}`,
  }
  let environment: Environment
  try {
    environment = readEnvironment(source)
  } catch (error) {
    return [node, { subject: 'environment', ok: false, text: errorText(error) }]
  }
  const findings = [node, { subject: 'environment', ok: true, text: 'every variable is valid' }]
  for (const [subject, check] of Object.entries(CHECKS)) {
    try {
      findings.push({ subject, ok: true, text: await check(environment) })
    } catch (error) {
      findings.push({ subject, ok: false, text: errorText(error) })
    }
  }
  return findings
}

function builtProgram(): string {
  const missing = ['dist/server/main.mjs', '.next/BUILD_ID'].filter(
    (file) => !existsSync(join(projectRoot(), file)),
  )
  return missing.length === 0 ? 'built' : `not built yet (${missing.join(', ')}): the first start does it`
}

function dataDirectory({ dataDirectory: directory }: Environment): string {
  let nearest = directory
  while (!existsSync(nearest)) nearest = dirname(nearest)
  accessSync(nearest, constants.W_OK | constants.X_OK)
  const { bavail, bsize } = statfsSync(nearest)
  const free = Math.floor((bavail * bsize) / 1024 / 1024)
  if (free < 500)
    throw new Error(`${directory}: only ${free} MB are free on its disk; keep 500 MB free at least`)
  return `${directory}${nearest === directory ? '' : ' (not made yet)'}, ${free} MB free`
}

async function serverOrPort({ dataDirectory: directory, host, port }: Environment): Promise<string> {
  const running = runningServer(directory)
  if (running) return `running at ${running.address ?? 'an address not told yet'} (process ${running.pid})`
  const probe = createServer()
  await listenOn(probe, host, port)
  await new Promise((resolve) => probe.close(resolve))
  return `not running; port ${port} on ${host} is free`
}

async function databaseServer({ databaseUrl, dataDirectory: directory }: Environment): Promise<string> {
  if (!databaseUrl) {
    const { major } = await findBinaries(databaseAccount(), () => {})
    return `embedded PostgreSQL ${major} runs on this machine`
  }
  const { url, description } = await openDatabase({
    databaseUrl,
    dataDirectory: directory,
    say: () => {},
    patienceMs: 0,
  })
  return `${description} answers; ${await pendingMigrations(url)}`
}

async function pendingMigrations(url: string): Promise<string> {
  const names = readMigrations(join(projectRoot(), 'prisma/migrations')).map(({ name }) => name)
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 5_000,
    query_timeout: 5_000,
  })
  await client.connect()
  try {
    const { rows } = await client.query<{ exists: boolean }>(
      "SELECT to_regclass('_prisma_migrations') IS NOT NULL AS exists",
    )
    if (!rows[0]?.exists) return 'empty: the first start makes its tables'
    const done = await client.query(
      'SELECT 1 FROM _prisma_migrations WHERE finished_at IS NOT NULL AND migration_name = ANY($1)',
      [names],
    )
    const left = names.length - (done.rowCount ?? 0)
    return left === 0 ? 'its schema is up to date' : `the next start applies ${left} migrations`
  } finally {
    await client.end()
  }
}
