import type { Db } from './db'

export interface SigningKeyRecord {
  id: string
  publicKey: string
  privateKeySealed: Uint8Array
  createdAt: Date
  /** Null while it is only handed to the hosts. */
  inUseFrom: Date | null
}

/** The newest key in use that is not retired. */
export async function findSigningKey(db: Db): Promise<SigningKeyRecord | null> {
  return db.signingKey.findFirst({
    where: { retiredAt: null, inUseFrom: { not: null } },
    orderBy: [{ inUseFrom: 'desc' }, { id: 'asc' }],
    omit: { retiredAt: true },
  })
}

export async function addSigningKey(tx: Db, key: SigningKeyRecord): Promise<void> {
  await tx.signingKey.create({ data: { ...key, privateKeySealed: new Uint8Array(key.privateKeySealed) } })
}

export interface KeyRecord {
  id: string
  publicKey: string
  createdAt: Date
  inUseFrom: Date | null
  retiredAt: Date | null
}

/** All there ever were, the newest first. */
export const listSigningKeys = (db: Db): Promise<KeyRecord[]> =>
  db.signingKey.findMany({
    omit: { privateKeySealed: true },
    orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
    take: 100,
  })

export async function markKey(
  tx: Db,
  id: string,
  change: { inUseFrom: Date } | { retiredAt: Date },
): Promise<void> {
  await tx.signingKey.update({ where: { id }, data: change })
}

export interface KeyReach {
  /** Active hosts. */
  hosts: number
  /** Those that run a ticket made since `since`: with it they were handed the key. */
  reached: number
  /** The first of the others, by name. */
  missing: { id: string; name: string }[]
}

const MOST_NAMED = 8

/** How far a key has come that was handed out from `since` on. */
export async function readKeyReach(db: Db, since: Date): Promise<KeyReach> {
  const rows = await db.$queryRawUnsafe<{ id: string; name: string; reached: boolean }[]>(
    `SELECT id::text, name, coalesce(
       applied_generation >= wanted_generation AND (ticket->'ticket'->>'issuedAt')::timestamptz >= $1::timestamptz,
       false) AS reached
     FROM host WHERE lifecycle = 'active' ORDER BY lower(name), id`,
    since.toISOString(),
  )
  const missing = rows.filter(({ reached }) => !reached)
  return {
    hosts: rows.length,
    reached: rows.length - missing.length,
    missing: missing.slice(0, MOST_NAMED).map(({ id, name }) => ({ id, name })),
  }
}

const LIVE_TOKENS = 'revoked_at IS NULL AND uses_left > 0 AND expires_at > $1::timestamptz'

/** Tokens that hosts can still enrol with; each carries the fingerprint of the key of its day. */
export async function countLiveTokens(db: Db, now: Date): Promise<number> {
  const [row] = await db.$queryRawUnsafe<{ count: number }[]>(
    `SELECT count(*)::int AS count FROM enrolment_token WHERE ${LIVE_TOKENS}`,
    now.toISOString(),
  )
  return row?.count ?? 0
}

export async function revokeLiveTokens(tx: Db, now: Date): Promise<number> {
  return tx.$executeRawUnsafe(
    `UPDATE enrolment_token SET revoked_at = $1::timestamptz WHERE ${LIVE_TOKENS}`,
    now.toISOString(),
  )
}
