import pg from 'pg'
import type { Logger } from '~/server/log'

export interface ListenOptions {
  url: string
  channels: readonly string[]
  onNotify: (channel: string, payload: string) => void
  /** After every connection, the first included: whatever was said before it was not heard, so read it all again. */
  onResync: () => void
  log: Logger
}

export interface Listener {
  stop(): Promise<void>
}

const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 5_000
/** A connection cut without a word is noticed by this. */
const PING_EVERY_MS = 15_000

/** The one LISTEN connection of the process. Lost, it comes back by itself, sooner first and later less often. */
export function listen(options: ListenOptions): Listener {
  let stopped = false
  let pause = FIRST_PAUSE_MS
  let timer: NodeJS.Timeout | undefined
  let client: pg.Client | null = null

  const again = (because: unknown) => {
    if (stopped || timer) return
    const wait = pause / 2 + (Math.random() * pause) / 2
    options.log.warn({ err: because, againInMs: Math.round(wait) }, 'not listening to the database')
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS)
    timer = setTimeout(() => {
      timer = undefined
      void connect()
    }, wait)
  }

  async function connect() {
    const mine = newClient(options.url)
    client = mine
    let lost = false
    const lose = (because: unknown) => {
      if (lost) return
      lost = true
      clearInterval(ping)
      mine.end().catch(() => {})
      again(because)
    }
    const ping = setInterval(() => void mine.query('SELECT 1').catch(lose), PING_EVERY_MS)
    mine.on('error', lose)
    mine.on('end', () => lose(new Error('the connection ended')))
    mine.on('notification', ({ channel, payload }) => options.onNotify(channel, payload ?? ''))
    try {
      await mine.connect()
      for (const channel of options.channels) await mine.query(`LISTEN ${pg.escapeIdentifier(channel)}`)
      pause = FIRST_PAUSE_MS
      if (!stopped) options.onResync()
    } catch (error) {
      lose(error)
    }
  }

  void connect()
  return {
    async stop() {
      stopped = true
      clearTimeout(timer)
      await client?.end().catch(() => {})
    },
  }
}

const newClient = (url: string) =>
  new pg.Client({
    connectionString: url,
    application_name: 'vipfarm-listen',
    connectionTimeoutMillis: 10_000,
    query_timeout: 10_000,
    keepAlive: true,
  })
