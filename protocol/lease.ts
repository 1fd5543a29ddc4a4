/** One virtual IP from a pool for a session. Both calls are idempotent by session: ask again when an answer was lost. */

import { z } from 'zod'
import { bootId, instant, ipAddress, personName } from './primitives'

export const MAX_LEASE_BYTES = 32 * 1024

/** The session, as reports name it. */
const sessionOfLease = z.strictObject({ id: z.int().min(0).max(16_777_214), logonAt: instant })

export const leaseInput = z.strictObject({
  v: z.int().min(1),
  boot: bootId,
  session: sessionOfLease,
  user: personName,
  protocol: z.enum(['ica', 'rdp', 'console', 'services', 'xrdp', 'launched', 'ssh']).optional(),
  /** The setting `VirtualIpPool` of the bundle. */
  pool: z.string().min(1).max(100),
  /** The listed programs the address is for, in per-program mode: one of them may have an address reserved. */
  programs: z.array(z.string().min(1).max(260)).max(64).optional(),
})
export type LeaseInput = z.infer<typeof leaseInput>

/** Why there is no address. All but the first two are over as soon as something changes: ask again later. */
export const LEASE_REFUSALS = [
  /** The session, or its boot, is over. */
  'session-ended',
  /** Session 0, or a protocol that is never virtualised. */
  'not-virtualised',
  'no-such-pool',
  'pool-exhausted',
] as const
export type LeaseRefusal = (typeof LEASE_REFUSALS)[number]

export const leaseOutput = z.union([
  z.strictObject({
    granted: z.literal(true),
    address: ipAddress,
    /** The pool's network, a CIDR: an interface takes the length of its prefix. */
    network: z.string().min(1).max(64),
    pool: z.string().max(100),
    since: instant,
    /** Set when it was given before: this answer repeats it. */
    again: z.boolean().optional(),
  }),
  z.strictObject({
    granted: z.literal(false),
    reason: z.enum(LEASE_REFUSALS),
    /** For people. */
    message: z.string().max(500),
    /** Seconds after which asking again makes sense. */
    retryAfter: z.int().min(1).max(3_600).optional(),
  }),
])
export type LeaseOutput = z.infer<typeof leaseOutput>

/**
 * A run of addresses that is the host's own, for the static pool of RD IP Virtualization, which gives them out itself.
 * Asked again it is the same.
 */
export const sliceInput = z.strictObject({ v: z.int().min(1), pool: z.string().min(1).max(100) })
export type SliceInput = z.infer<typeof sliceInput>

export const sliceOutput = z.union([
  z.strictObject({
    granted: z.literal(true),
    pool: z.string().max(100),
    start: ipAddress,
    end: ipAddress,
    mask: ipAddress,
  }),
  z.strictObject({
    granted: z.literal(false),
    reason: z.enum(['no-such-pool', 'pool-exhausted']),
    message: z.string().max(500),
    retryAfter: z.int().min(1).max(3_600).optional(),
  }),
])
export type SliceOutput = z.infer<typeof sliceOutput>

export const releaseInput = z.strictObject({
  v: z.int().min(1),
  boot: bootId,
  session: sessionOfLease,
})
export type ReleaseInput = z.infer<typeof releaseInput>

export const releaseOutput = z.strictObject({
  /** False when the session held none: released before, or ended meanwhile. Either way it holds none now. */
  released: z.boolean(),
})
export type ReleaseOutput = z.infer<typeof releaseOutput>
