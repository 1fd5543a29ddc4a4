import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { startEmbedded } from '~/server/database/embedded/start-embedded'
import { errorCode, errorText, StartError } from '~/server/database/start-error'

export interface OpenDatabase {
  url: string
  /** For people: which database this is, without its password. */
  description: string
  /** Stops it when it is ours to stop. */
  stop(): Promise<void>
}

export interface OpenOptions {
  databaseUrl: string | null
  dataDirectory: string
  say: (text: string) => void
  /** How long an external server may be away at start, in milliseconds. */
  patienceMs?: number
}

const OLDEST_MAJOR = 14
const PATIENCE_MS = 60_000

/** The database of DATABASE_URL, waited for; or the embedded one, started. */
export async function openDatabase(options: OpenOptions): Promise<OpenDatabase> {
  if (options.databaseUrl)
    return openExternal(options.databaseUrl, options.say, options.patienceMs ?? PATIENCE_MS)
  const { dataDirectory, say } = options
  const embedded = await startEmbedded({ dataDirectory, database: 'vipfarm', say })
  return {
    url: embedded.url,
    description: `embedded PostgreSQL on port ${embedded.port}`,
    stop: embedded.stop,
  }
}

async function openExternal(
  url: string,
  say: (text: string) => void,
  patienceMs: number,
): Promise<OpenDatabase> {
  const { hostname, port, pathname } = new URL(url)
  const description = `PostgreSQL ${hostname}:${port || 5432}${pathname}`
  const deadline = Date.now() + patienceMs
  let nextWord = 0
  for (;;) {
    try {
      await check(url, description)
      return { url, description, stop: async () => {} }
    } catch (error) {
      if (error instanceof StartError) throw error
      if (!isAway(error))
        throw new StartError(`${description} (DATABASE_URL) refuses: ${errorText(error)}`, { cause: error })
      if (Date.now() >= deadline) throw away(description, patienceMs, error)
      if (Date.now() >= nextWord) {
        say(`Waiting for the database: ${description} (DATABASE_URL) does not answer (${reasonOf(error)})`)
        nextWord = Date.now() + 10_000
      }
    }
    await pause(Math.min(500, Math.max(0, deadline - Date.now())))
  }
}

const away = (description: string, patienceMs: number, cause: unknown) =>
  new StartError(
    `${description} (DATABASE_URL) did not answer within ${Math.round(patienceMs / 1000)} s: ${reasonOf(cause)}. ` +
      'Start it or mend DATABASE_URL; without DATABASE_URL, Vipfarm brings its own database.',
    { cause },
  )

async function check(url: string, description: string): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 5_000,
    query_timeout: 5_000,
  })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ server_version_num: string }>('SHOW server_version_num')
    const major = Math.floor(Number(rows[0]?.server_version_num) / 10_000)
    if (major < OLDEST_MAJOR) {
      throw new StartError(`${description} is PostgreSQL ${major}; Vipfarm needs ${OLDEST_MAJOR} or newer.`)
    }
  } finally {
    await client.end().catch(() => {})
  }
}

/** Node's network errors, and PostgreSQL's "starting up", "shutting down" and "too many connections". */
const AWAY_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EPIPE',
  '57P01',
  '57P02',
  '57P03',
  '53300',
])

function isAway(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.every(isAway)
  const code = errorCode(error)
  return code === undefined ? /timeout|terminated/i.test(errorText(error)) : AWAY_CODES.has(code)
}

const reasonOf = (error: unknown) => errorCode(error) ?? errorText(error)
