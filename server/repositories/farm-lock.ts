import type { Db } from './db'

const FARM_LOCK = 0x76_66_61_72

/**
 * Held until the transaction ends. Take it before any row: `exclusive` to publish or to change how the farm resolves,
 * `shared` to change what one host resolves to. A host that joins while a revision is published is then never left
 * on the older one.
 */
export async function lockFarm(tx: Db, mode: 'shared' | 'exclusive'): Promise<void> {
  const suffix = mode === 'shared' ? '_shared' : ''
  await tx.$queryRawUnsafe(`SELECT 1 AS locked FROM pg_advisory_xact_lock${suffix}($1::bigint)`, FARM_LOCK)
}

/** Serialises transactions that are about to claim one name; released when the transaction ends. */
export async function lockWord(tx: Db, word: string): Promise<void> {
  await tx.$queryRawUnsafe('SELECT 1 AS locked FROM pg_advisory_xact_lock(hashtextextended($1, 0))', word)
}

/** Before a host name is chosen. `HOST7` and `HOST7-2` are one family: either may become the other's next number. */
export async function lockHostName(tx: Db, name: string): Promise<void> {
  await lockWord(tx, `host-name:${name.toLowerCase().replace(/(-\d+)+$/, '')}`)
}
