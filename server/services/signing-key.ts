/** The key that tickets and bundles are signed with. In the database it lies sealed under the master key. */

import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto'
import { keyFingerprint, type PublicSigningKey, type SigningKey } from '~/protocol/signature'
import type { Clock } from '../clock'
import { recordAudit } from '../repositories/audit'
import { type Database, type Db, inTransaction } from '../repositories/db'
import { lockFarm } from '../repositories/farm-lock'
import {
  addSigningKey,
  findSigningKey,
  listSigningKeys,
  type SigningKeyRecord,
} from '../repositories/signing-key'

const CIPHER = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** The master key does not open what another one sealed. */
export class WrongMasterKey extends Error {
  override readonly name = 'WrongMasterKey'
}

/**
 * The farm's key; made when there is none. Of several processes that start at once one makes it.
 * @param masterKey 32 bytes.
 * @throws WrongMasterKey
 */
export async function loadSigningKey(
  database: Database,
  masterKey: Buffer,
  clock: Clock,
): Promise<SigningKey> {
  const known = await findSigningKey(database)
  if (known) return open(known, masterKey)
  return inTransaction(database, async (tx) => {
    await lockFarm(tx, 'exclusive')
    const meanwhile = await findSigningKey(tx)
    if (meanwhile) return open(meanwhile, masterKey)
    const key = makeSigningKey()
    const { keyId: id, publicKey, privateKey } = key
    const privateKeySealed = sealKey(privateKey, id, masterKey)
    const now = clock.now()
    await addSigningKey(tx, { id, publicKey, privateKeySealed, createdAt: now, inUseFrom: now })
    await recordAudit(tx, {
      actor: { kind: 'system', id: null },
      action: 'signing-key.create',
      object: { kind: 'signing-key', id },
      after: { fingerprint: keyFingerprint(publicKey) },
    })
    return key
  })
}

/** A new Ed25519 key; its id is the beginning of its fingerprint. */
export function makeSigningKey(): SigningKey {
  const { privateKey, publicKey: half } = generateKeyPairSync('ed25519')
  const { x: publicKey = '' } = half.export({ format: 'jwk' })
  return { keyId: keyFingerprint(publicKey).slice(0, 16), publicKey, privateKey }
}

/** The public halves that hosts shall trust now: the one in use, one handed out ahead, and older ones not retired. */
export async function readTrustedKeys(database: Db): Promise<PublicSigningKey[]> {
  const keys = await listSigningKeys(database)
  return keys
    .filter(({ retiredAt }) => retiredAt === null)
    .map(({ id: keyId, publicKey }) => ({ keyId, publicKey }))
}

/** Nonce, ciphertext, tag. The id is sealed in: a row cannot take another's place. */
export function sealKey(key: KeyObject, id: string, masterKey: Buffer): Buffer {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv(CIPHER, masterKey, nonce).setAAD(Buffer.from(id))
  const plain = key.export({ format: 'der', type: 'pkcs8' })
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

function open({ id, publicKey, privateKeySealed }: SigningKeyRecord, masterKey: Buffer): SigningKey {
  const sealed = Buffer.from(privateKeySealed)
  const decipher = createDecipheriv(CIPHER, masterKey, sealed.subarray(0, NONCE_BYTES))
  decipher.setAAD(Buffer.from(id)).setAuthTag(sealed.subarray(-TAG_BYTES))
  try {
    const plain = Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()])
    return {
      keyId: id,
      publicKey,
      privateKey: createPrivateKey({ key: plain, format: 'der', type: 'pkcs8' }),
    }
  } catch (cause) {
    throw new WrongMasterKey(
      `The signing key ${id} in the database was sealed under another master key. Put back the right VIPFARM_MASTER_KEY, or the file master.key.`,
      { cause },
    )
  }
}
