/**
 * Another signing key, in three steps, so that no host is left with a key it does not know: it is handed out beside
 * tickets of the key in use, then put in use, and at last the older one is retired.
 */

import type { AuditAction } from '~/domain/audit-action'
import { keyFingerprint, signTicket } from '~/protocol/signature'
import type { SignedTicket } from '~/protocol/ticket'
import { AppError } from '../../errors'
import { type Actor, recordAudit } from '../../repositories/audit'
import { type Db, inTransaction } from '../../repositories/db'
import { lockFarm } from '../../repositories/farm-lock'
import { readHeadNumber } from '../../repositories/head'
import { type MovedHost, moveHosts, readTickets } from '../../repositories/host-pointer'
import {
  addSigningKey,
  type KeyRecord,
  listSigningKeys,
  markKey,
  revokeLiveTokens,
} from '../../repositories/signing-key'
import type { ServiceContext } from '../context'
import { announceHosts, refreshKeys } from '../farm-news'
import { makeSigningKey, sealKey } from '../signing-key'
import type { KeysView } from '../views/key-view'
import { listKeys } from './list-keys'

interface Step {
  action: AuditAction
  /** Changes the keys; returns the key's id, and what the record shall say of it. */
  take(tx: Db, keys: KeyRecord[], now: Date): Promise<{ id: string; after: object }>
}

/** Makes the next key and hands it out. @throws `conflict` when one is on its way already. */
export function handOutKey(ctx: ServiceContext, actor: Actor, { reason }: { reason: string }) {
  return step(ctx, actor, reason, {
    action: 'signing-key.hand-out',
    async take(tx, keys, createdAt) {
      if (nextOf(keys))
        throw new AppError('conflict', 'The next key is on its way already: put it in use first.')
      if (!ctx.masterKey) throw new AppError('conflict', 'This server has no master key to seal a key under.')
      const { keyId: id, publicKey, privateKey } = makeSigningKey()
      const privateKeySealed = sealKey(privateKey, id, ctx.masterKey)
      await addSigningKey(tx, { id, publicKey, privateKeySealed, createdAt, inUseFrom: null })
      return { id, after: { fingerprint: keyFingerprint(publicKey) } }
    },
  })
}

/** Signs with the next key from now on. Live enrolment tokens name the older key: they are revoked. */
export function useKey(ctx: ServiceContext, actor: Actor, { reason }: { reason: string }) {
  return step(ctx, actor, reason, {
    action: 'signing-key.use',
    async take(tx, keys, inUseFrom) {
      const next = nextOf(keys)
      if (!next) throw new AppError('conflict', 'There is no next key: hand one out first.')
      await markKey(tx, next.id, { inUseFrom })
      return { id: next.id, after: { revokedTokens: await revokeLiveTokens(tx, inUseFrom) } }
    },
  })
}

/** Hosts trust a retired key no longer. @throws `conflict` for the key in use. */
export function retireKey(ctx: ServiceContext, actor: Actor, { id, reason }: { id: string; reason: string }) {
  return step(ctx, actor, reason, {
    action: 'signing-key.retire',
    async take(tx, keys, retiredAt) {
      const key = keys.find((each) => each.id === id && each.retiredAt === null)
      if (!key) throw new AppError('not-found', 'There is no such key, or it is retired.')
      if (key.id === ctx.signingKey.keyId)
        throw new AppError('conflict', 'This key is in use: put another in its place first.')
      await markKey(tx, id, { retiredAt })
      return { id, after: { retiredAt: retiredAt.toISOString() } }
    },
  })
}

const nextOf = (keys: readonly KeyRecord[]) =>
  keys.find(({ inUseFrom, retiredAt }) => inUseFrom === null && retiredAt === null)

/** After each step every host gets a ticket of the same bundle: beside it go the keys to trust. */
async function step(
  ctx: ServiceContext,
  actor: Actor,
  reason: string,
  { action, take }: Step,
): Promise<KeysView> {
  const now = ctx.clock.now()
  await inTransaction(ctx.database, async (tx) => {
    await lockFarm(tx, 'exclusive')
    const { id, after } = await take(tx, await listSigningKeys(tx), now)
    await recordAudit(tx, { actor, action, object: { kind: 'signing-key', id }, after, reason })
  })
  await refreshKeys(ctx)
  const resolved = await inTransaction(ctx.database, async (tx) => {
    await lockFarm(tx, 'exclusive')
    const changed = await sameAgain(tx, ctx, now)
    await moveHosts(tx, changed)
    return { revision: await readHeadNumber(tx), changed }
  })
  await announceHosts(ctx, resolved)
  return listKeys(ctx)
}

/** What each host is told, again: a new generation, signed by the key in use. */
async function sameAgain(tx: Db, ctx: ServiceContext, now: Date): Promise<MovedHost<SignedTicket>[]> {
  const issuedAt = now.toISOString()
  return (await readTickets(tx)).map(({ id, ticket }) => {
    const { ticket: old } = ticket as SignedTicket
    const again = { ...old, generation: old.generation + 1, issuedAt }
    const { generation, hash, revision } = again
    return { id, generation, hash, revision, ticket: signTicket(again, ctx.signingKey) }
  })
}
