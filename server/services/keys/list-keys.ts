import { keyFingerprint } from '~/protocol/signature'
import {
  countLiveTokens,
  type KeyRecord,
  listSigningKeys,
  readKeyReach,
} from '../../repositories/signing-key'
import type { ServiceContext } from '../context'
import type { KeyRow, KeysView } from '../views/key-view'

/** The keys, and while the next one is on its way: how many hosts have it. */
export async function listKeys({ database, clock, signingKey }: ServiceContext): Promise<KeysView> {
  const records = await listSigningKeys(database)
  const next = records.find((key) => stateOf(key, signingKey.keyId) === 'next')
  return {
    keys: records.map((key) => ({
      id: key.id,
      fingerprint: keyFingerprint(key.publicKey),
      state: stateOf(key, signingKey.keyId),
      createdAt: key.createdAt.toISOString(),
      inUseFrom: key.inUseFrom?.toISOString() ?? null,
      retiredAt: key.retiredAt?.toISOString() ?? null,
    })),
    reach: next ? await readKeyReach(database, next.createdAt) : null,
    liveTokens: await countLiveTokens(database, clock.now()),
  }
}

function stateOf({ id, inUseFrom, retiredAt }: KeyRecord, current: string): KeyRow['state'] {
  if (retiredAt) return 'retired'
  if (!inUseFrom) return 'next'
  return id === current ? 'current' : 'old'
}
