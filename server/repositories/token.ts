import type { Db } from './db'

export interface TokenRecord {
  id: string
  label: string
  secretHash: string
  deliveryGroupId: string
  deliveryGroup: { name: string }
  tags: string[]
  ou: string | null
  uses: number
  usesLeft: number
  expiresAt: Date
  revokedAt: Date | null
  createdAt: Date
  createdBy: string
  /** For hosts that forget their key at each boot: a machine counts once. */
  atBoot: boolean
}

const whole = { include: { deliveryGroup: { select: { name: true } } } } as const

export async function listTokenRecords(db: Db): Promise<TokenRecord[]> {
  return db.enrolmentToken.findMany({ orderBy: [{ createdAt: 'desc' }, { id: 'asc' }], ...whole })
}

export async function findToken(db: Db, id: string): Promise<TokenRecord | null> {
  return db.enrolmentToken.findUnique({ where: { id }, ...whole })
}

export async function addToken(
  tx: Db,
  token: Omit<TokenRecord, 'deliveryGroup' | 'usesLeft' | 'revokedAt'>,
): Promise<void> {
  await tx.enrolmentToken.create({ data: { ...token, usesLeft: token.uses } })
}

/** Takes one use, if one is left at this moment. Two takers of the last use wait for each other; one gets it. */
export async function takeUse(tx: Db, id: string, now: Date): Promise<boolean> {
  const { count } = await tx.enrolmentToken.updateMany({
    where: { id, usesLeft: { gt: 0 }, revokedAt: null, expiresAt: { gt: now } },
    data: { usesLeft: { decrement: 1 } },
  })
  return count === 1
}

export async function markRevoked(tx: Db, id: string, now: Date): Promise<boolean> {
  const { count } = await tx.enrolmentToken.updateMany({
    where: { id, revokedAt: null },
    data: { revokedAt: now },
  })
  return count === 1
}

/** Names of the people who made tokens; an id that is no user's (`cli`) is its own name. */
export async function userNames(db: Db, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.user.findMany({
    where: { id: { in: [...new Set(ids)] } },
    select: { id: true, name: true },
  })
  return new Map(rows.map(({ id, name }) => [id, name]))
}
