/** Ed25519 (RFC 8032) signatures over tickets and bundles, and the key fingerprints that enrolment tokens carry. */

import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { canonicalJson } from '~/domain/canonical'
import { sha256 } from './hash'
import type { BundleSeal, SignedTicket, Ticket } from './ticket'

/** A public key on the wire: its id and its raw 32 bytes in base64url. */
export interface PublicSigningKey {
  keyId: string
  publicKey: string
}

/** A private key in memory, with the id that its signatures name. */
export interface SigningKey extends PublicSigningKey {
  privateKey: KeyObject
}

/** What an enrolment token pins: the SHA-256 of the raw public key. */
export function keyFingerprint(publicKey: string): string {
  return sha256(Buffer.from(publicKey, 'base64url'))
}

export function signTicket(ticket: Ticket, key: SigningKey): SignedTicket {
  return { ticket, keyId: key.keyId, signature: signText(ticketText(ticket), key) }
}

export function signBundle(hash: string, revision: number, key: SigningKey): BundleSeal {
  return { hash, revision, keyId: key.keyId, signature: signText(bundleText(hash, revision), key) }
}

/** True only if one of the pinned keys signed exactly this ticket. */
export function verifyTicket(signed: SignedTicket, keys: readonly PublicSigningKey[]): boolean {
  return verifyText(ticketText(signed.ticket), signed, keys)
}

/** True only if one of the pinned keys signed this hash as a bundle of this revision. */
export function verifyBundle(seal: BundleSeal, keys: readonly PublicSigningKey[]): boolean {
  return verifyText(bundleText(seal.hash, seal.revision), seal, keys)
}

// The prefixes keep a signature of one kind from ever passing as one of the other.
const ticketText = (ticket: Ticket) => `vipfarm-ticket\n${canonicalJson({ ...ticket })}`
const bundleText = (hash: string, revision: number) => `vipfarm-bundle\n${hash}\n${revision}`

function signText(text: string, key: SigningKey): string {
  return sign(null, Buffer.from(text), key.privateKey).toString('base64url')
}

function verifyText(
  text: string,
  by: { keyId: string; signature: string },
  keys: readonly PublicSigningKey[],
): boolean {
  const key = keys.find((candidate) => candidate.keyId === by.keyId)
  if (!key) return false
  return verify(null, Buffer.from(text), publicKeyObject(key), Buffer.from(by.signature, 'base64url'))
}

/** Making a key costs a third of a verification, and a farm has one or two: the newest few are kept. */
const keyObjects = new Map<string, KeyObject>()
const KEPT_KEYS = 16

function publicKeyObject({ publicKey }: PublicSigningKey): KeyObject {
  const kept = keyObjects.get(publicKey)
  if (kept) return kept
  const made = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' })
  if (keyObjects.size >= KEPT_KEYS) keyObjects.clear()
  keyObjects.set(publicKey, made)
  return made
}
