import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { type Account, databaseAccount } from '~/server/database/embedded/account'
import { type Binaries, findBinaries } from '~/server/database/embedded/binaries'
import { ensureCluster, SUPERUSER } from '~/server/database/embedded/cluster'
import { freePort } from '~/server/database/embedded/free-port'
import { keepRunning } from '~/server/database/embedded/keep-running'
import { type Layout, openLayout, password, rememberPort } from '~/server/database/embedded/layout'
import { gone, PortTaken, spawnPostgres } from '~/server/database/embedded/postgres-process'
import { readPostmaster, runsCluster } from '~/server/database/embedded/postmaster-file'
import { errorCode, StartError } from '~/server/database/start-error'

export interface EmbeddedOptions {
  /** Everything of this database lies below it, but for a private directory that PostgreSQL's account cannot reach. */
  dataDirectory: string
  /** Made when absent. */
  database: string
  /** False only for data that may be lost with the machine: tests. */
  durable?: boolean
  /** True: the database stops even when this process is killed. For tests, whose data nobody comes back for. */
  temporary?: boolean
  /** True: a database found running belongs to somebody else and is left running. */
  borrow?: boolean
  say?: (text: string) => void
}

export interface EmbeddedDatabase {
  url: string
  port: number
  pid: number
  /** The cluster was made by this start. */
  fresh: boolean
  /** PostgreSQL was still running from a server that was killed. */
  adopted: boolean
  urlOf(database: string): string
  stop(): Promise<void>
}

const ATTEMPTS = 5

/**
 * A real PostgreSQL from its npm package, on 127.0.0.1 only, with a random password.
 * @throws StartError when it cannot run here, with what to do about it.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const say = options.say ?? (() => {})
  const durable = options.durable ?? true
  const account = databaseAccount()
  const binaries = await findBinaries(account, say)
  const layout = openLayout(options.dataDirectory, account)
  const fresh = ensureCluster(layout, binaries, account, durable)
  const left = fresh ? null : await adopt(layout, options.borrow ? () => {} : say)
  const running = left ?? (await launch(binaries, layout, account, durable))
  const theirs = left !== null && options.borrow === true
  const keeper = keepRunning(running, () => launch(binaries, layout, account, durable), say)
  if (theirs) keeper.leave()
  if (options.temporary) watch(running.pid, layout)
  const urlOf = (database: string) =>
    `postgresql://${SUPERUSER}:${password(layout)}@127.0.0.1:${running.port}/${database}`
  await ensureDatabase(urlOf, options.database)
  const stop = async () => {
    if (!theirs) await keeper.stop()
  }
  return { ...running, url: urlOf(options.database), urlOf, fresh, adopted: left !== null, stop }
}

async function launch(binaries: Binaries, layout: Layout, account: Account, durable: boolean) {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort(layout.port)
    try {
      const pid = await spawnPostgres(binaries, layout, account, { port, durable })
      rememberPort(layout, port)
      return { pid, port }
    } catch (error) {
      if (!(error instanceof PortTaken) || attempt === ATTEMPTS) throw error
      layout.port = null
    }
  }
}

/**
 * A killed server leaves PostgreSQL running: it is taken over. A pid file whose process is dead, or by now somebody
 * else, is removed, since PostgreSQL would take the stranger for its predecessor and refuse to start.
 */
async function adopt(
  layout: Layout,
  say: (text: string) => void,
): Promise<{ pid: number; port: number } | null> {
  const deadline = Date.now() + 30_000
  for (;;) {
    const found = readPostmaster(layout.cluster)
    if (!found) return null
    if (!runsCluster(found.pid, layout.cluster)) {
      say('The database was not stopped in good order last time; it recovers by itself')
      rmSync(join(layout.cluster, 'postmaster.pid'), { force: true })
      return null
    }
    if (found.ready && (await answers(found.port, layout))) {
      say(`The database was left running (process ${found.pid}); it is taken over`)
      return { pid: found.pid, port: found.port }
    }
    if (Date.now() > deadline) {
      throw new StartError(
        `A database process (${found.pid}) holds ${layout.cluster} and does not answer. Stop it and start again.`,
      )
    }
    await gone(found.pid, 100)
  }
}

async function answers(port: number, layout: Layout): Promise<boolean> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: SUPERUSER,
    password: password(layout),
    database: 'postgres',
    connectionTimeoutMillis: 3_000,
  })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query('SELECT 1')
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}

async function ensureDatabase(urlOf: (database: string) => string, database: string): Promise<void> {
  const client = await connectSoon(urlOf('postgres'))
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database])
    if (!rowCount) await client.query(`CREATE DATABASE ${pg.escapeIdentifier(database)}`)
  } finally {
    await client.end()
  }
}

/** `ready` in the pid file comes a moment before the first connection is let in. */
async function connectSoon(url: string): Promise<pg.Client> {
  for (let attempt = 1; ; attempt += 1) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
    client.on('error', () => {})
    try {
      await client.connect()
      return client
    } catch (error) {
      await client.end().catch(() => {})
      if (attempt === 100 || (errorCode(error) !== '57P03' && errorCode(error) !== 'ECONNREFUSED'))
        throw error
      await pause(50)
    }
  }
}

/** A shell that outlives us by a moment: its input ends when we do, however we end. */
function watch(pid: number, layout: Layout): void {
  const script = 'cat >/dev/null; [ "$(head -n1 "$2" 2>/dev/null)" = "$1" ] && kill -INT "$1"'
  const child = spawn('/bin/sh', ['-c', script, 'sh', String(pid), join(layout.cluster, 'postmaster.pid')], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  child.on('error', () => {})
  child.stdin.on('error', () => {})
  child.unref()
  const { stdin } = child
  if ('unref' in stdin && typeof stdin.unref === 'function') stdin.unref()
}
