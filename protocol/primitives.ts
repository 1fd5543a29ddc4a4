import { z } from 'zod'

/** SHA-256 in base64url. */
export const hashText = z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'a SHA-256 in base64url has 43 characters')
/** Ed25519 signature in base64url. */
export const signatureText = z
  .string()
  .regex(/^[A-Za-z0-9_-]{86}$/, 'an Ed25519 signature in base64url has 86 characters')
export const keyId = z.string().regex(/^[A-Za-z0-9_-]{1,32}$/)
/** A boot, as the host tells it: stable from boot to boot of the machine, new after each. */
export const bootId = z.string().regex(/^[A-Za-z0-9_-]{8,40}$/)
/** Counters are stored in 32 bits: one more each second, and they last for 68 years. */
export const MAX_COUNT = 2_147_483_647
export const count = z.int().min(0).max(MAX_COUNT)
export const positiveCount = z.int().min(1).max(MAX_COUNT)
export const sequence = count
/** What stays the same over reboots and re-installs of the agent: the machine's own id. */
export const machineId = z.string().min(8).max(128)
export const hostName = z
  .string()
  .regex(/^[A-Za-z0-9]([A-Za-z0-9._-]{0,252}[A-Za-z0-9])?$/, 'a host name has letters, digits, dots, hyphens')
export const ipAddress = z.union([z.ipv4(), z.ipv6()])
export const personName = z.string().min(1).max(256)
/** UTC. There was no year 0, and no database keeps one. */
export const instant = z.iso.datetime().refine((text) => !text.startsWith('0000'), 'there is no year 0')
