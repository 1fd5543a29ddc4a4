/** What one host is told to run, and the seal on the bundle that says how. */

import { z } from 'zod'
import { hashText, keyId, positiveCount, signatureText } from './primitives'

export const ticketSchema = z.strictObject({
  hostId: z.uuid(),
  /** The host's counter of tickets. An agent never goes back. */
  generation: positiveCount,
  /** The bundle to run. */
  hash: hashText,
  /** The farm's published revision behind the bundle; 0 before the first. */
  revision: z.int().min(0),
  /** True when the revision restores an older one, so that a lower content is no surprise. */
  rollback: z.boolean(),
  issuedAt: z.iso.datetime(),
  /** Host-specific values, such as a slice of a pool. Bundles hold none. */
  values: z.record(z.string().max(64), z.string().max(256)).optional(),
})
export type Ticket = z.infer<typeof ticketSchema>

/**
 * A member of `values`: when the host puts the bundle in force, `logon` or `drained`. Absent: at once. Since version 2;
 * an agent of version 1 takes the ticket and applies it at once.
 */
export const APPLY_VALUE = 'apply'

export const signedTicketSchema = z.strictObject({ ticket: ticketSchema, keyId, signature: signatureText })
export type SignedTicket = z.infer<typeof signedTicketSchema>

/**
 * The seal of a bundle. It rides in the response's headers (`BUNDLE_HEADERS`); the body is the canonical host config,
 * whose SHA-256 is `hash`.
 */
export const bundleSealSchema = z.strictObject({
  hash: hashText,
  revision: z.int().min(0),
  keyId,
  signature: signatureText,
})
export type BundleSeal = z.infer<typeof bundleSealSchema>

export const BUNDLE_HEADERS = {
  revision: 'x-vipfarm-revision',
  keyId: 'x-vipfarm-key',
  signature: 'x-vipfarm-signature',
} as const

/** A bundle is a policy, not a database: the largest the agent will read, in bytes after decompression. */
export const MAX_BUNDLE_BYTES = 4 * 1024 * 1024
