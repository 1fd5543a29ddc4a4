import type { Db } from './db'

/** What one server process tells the others; see `FARM_CHANNEL`. */
export interface FarmNews {
  /** The process that says it: it has already done what the news asks for. */
  from: string
  revision: number
  /** The hosts that changed; absent when they are too many to list: then all that run this revision. */
  hosts?: string[]
}

export const FARM_CHANNEL = 'vipfarm_revision'

/** PostgreSQL takes 8,000 bytes of payload; an id takes 39. */
const MOST_LISTED = 150

/** In a statement of its own, never inside the transaction of a change: NOTIFY makes commits wait for each other. */
export async function notifyFarm(db: Db, news: FarmNews): Promise<void> {
  const { hosts, ...rest } = news
  const payload = JSON.stringify(hosts && hosts.length <= MOST_LISTED ? news : rest)
  await db.$queryRawUnsafe('SELECT 1 AS told FROM pg_notify($1, $2)', FARM_CHANNEL, payload)
}
