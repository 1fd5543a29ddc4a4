import type { Db } from './db'

export interface SigningKeyRecord {
  id: string
  publicKey: string
  privateKeySealed: Uint8Array
  createdAt: Date
}

/** The newest key that is not retired. */
export async function findSigningKey(db: Db): Promise<SigningKeyRecord | null> {
  return db.signingKey.findFirst({
    where: { retiredAt: null },
    orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
    omit: { retiredAt: true },
  })
}

export async function addSigningKey(tx: Db, key: SigningKeyRecord): Promise<void> {
  await tx.signingKey.create({ data: { ...key, privateKeySealed: new Uint8Array(key.privateKeySealed) } })
}
