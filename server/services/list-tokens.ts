import { listTokenRecords, type TokenRecord, userNames } from '../repositories/token'
import type { ServiceContext } from './context'
import type { TokenRow } from './views/token-view'

/** All enrolment tokens, newest first; never their secrets. */
export async function listTokens(ctx: ServiceContext): Promise<{ rows: TokenRow[] }> {
  const records = await listTokenRecords(ctx.database)
  const names = await userNames(
    ctx.database,
    records.map(({ createdBy }) => createdBy),
  )
  const now = ctx.clock.now()
  return {
    rows: records.map((record) => ({
      id: record.id,
      label: record.label,
      deliveryGroup: record.deliveryGroup.name,
      tags: record.tags,
      ou: record.ou,
      usesLeft: record.usesLeft,
      uses: record.uses,
      atBoot: record.atBoot,
      expiresAt: record.expiresAt.toISOString(),
      createdAt: record.createdAt.toISOString(),
      createdBy: names.get(record.createdBy) ?? record.createdBy,
      state: tokenState(record, now),
    })),
  }
}

/** Why a token can be used no more, or that it can. */
export function tokenState(
  { revokedAt, usesLeft, expiresAt }: Pick<TokenRecord, 'revokedAt' | 'usesLeft' | 'expiresAt'>,
  now: Date,
): TokenRow['state'] {
  if (revokedAt) return 'revoked'
  if (usesLeft < 1) return 'used'
  return expiresAt <= now ? 'expired' : 'live'
}
