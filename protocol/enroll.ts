/** Enrolment: a token and the host's facts in; an identity, a credential and the farm's keys out. */

import { z } from 'zod'
import { hashText, hostName, keyId, machineId } from './primitives'

/**
 * `vfe1.<token id>.<secret>.<fingerprint of the farm's signing key>`: the fingerprint lets the agent refuse a middleman
 * who answers with keys of his own.
 */
export const ENROLMENT_TOKEN = /^vfe1\.([0-9a-f-]{36})\.([A-Za-z0-9_-]{43})\.([A-Za-z0-9_-]{43})$/

/** `vfc1.<host id>.<secret>`: the host's bearer credential. The server keeps only its SHA-256. */
export const HOST_CREDENTIAL = /^vfc1\.([0-9a-f-]{36})\.([A-Za-z0-9_-]{43})$/

export const hostFactsSchema = z.strictObject({
  name: hostName,
  os: z.strictObject({ family: z.enum(['windows', 'linux']), version: z.string().min(1).max(200) }),
  arch: z.enum(['x64', 'x86', 'arm64']).optional(),
  cloudHosted: z.boolean().optional(),
})

export const enrollInput = z.strictObject({
  v: z.int().min(1),
  token: z.string().max(300),
  machineId,
  agentVersion: z.string().max(32),
  driver: z.string().max(32),
  facts: hostFactsSchema,
})
export type EnrollInput = z.infer<typeof enrollInput>

export const signingKeysSchema = z
  .array(z.strictObject({ keyId, publicKey: hashText }))
  .min(1)
  .max(8)

export const enrollOutput = z.strictObject({
  hostId: z.uuid(),
  /** The farm may have renamed the host. */
  name: hostName,
  credential: z.string().regex(HOST_CREDENTIAL),
  signingKeys: signingKeysSchema,
  /** True while an admin has yet to accept the host: check-ins say so, and no ticket comes. */
  pendingApproval: z.boolean(),
  pollSeconds: z.int().min(1).max(3600),
})
export type EnrollOutput = z.infer<typeof enrollOutput>
