/** Whether to believe a bundle: its hash, its seal, its form. Pure. */

import type { HostConfig } from '~/domain/host-config'
import { sha256 } from '~/protocol/hash'
import { type PublicSigningKey, verifyBundle } from '~/protocol/signature'
import type { BundleSeal } from '~/protocol/ticket'

export class BundleRefused extends Error {
  override readonly name = 'BundleRefused'
  constructor(
    readonly code: 'bundle-hash' | 'bundle-key' | 'bundle-signature' | 'bundle-content',
    message: string,
  ) {
    super(message)
  }
}

/**
 * The config inside a bundle that was asked for by `hash`.
 * @throws BundleRefused for any bundle but that one, sealed by a trusted key.
 */
export function openBundle(
  hash: string,
  { seal, body }: { seal: BundleSeal; body: Buffer },
  signingKeys: readonly PublicSigningKey[],
): { text: string; config: HostConfig } {
  if (sha256(body) !== hash) throw new BundleRefused('bundle-hash', `the bundle's content is not ${hash}`)
  if (!signingKeys.some((key) => key.keyId === seal.keyId)) {
    throw new BundleRefused(
      'bundle-key',
      `the bundle is sealed with key ${seal.keyId}, which this host does not trust`,
    )
  }
  if (!verifyBundle(seal, signingKeys)) {
    throw new BundleRefused('bundle-signature', `the bundle's seal is not of key ${seal.keyId}`)
  }
  const text = body.toString('utf8')
  return { text, config: readHostConfig(text) }
}

/**
 * Reads a host config. Settings this agent does not know stay in it: they are reported, not applied.
 * @throws BundleRefused `bundle-content`
 */
export function readHostConfig(text: string): HostConfig {
  const value = parse(text)
  if (
    !isRecord(value) ||
    value.v !== 1 ||
    !isRecord(value.settings) ||
    !isNotApplicable(value.notApplicable)
  ) {
    throw new BundleRefused('bundle-content', 'the bundle is no host config of version 1')
  }
  return { v: 1, settings: value.settings, notApplicable: value.notApplicable }
}

function isNotApplicable(value: unknown): value is HostConfig['notApplicable'] {
  if (!Array.isArray(value)) return false
  return value.every(
    (row) => isRecord(row) && typeof row.setting === 'string' && typeof row.reason === 'string',
  )
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
