/** The check-in: at most 200 bytes of body each way while nothing changes. */

import { z } from 'zod'
import { signingKeysSchema } from './enroll'
import { bootId, count, hashText, machineId, positiveCount, sequence } from './primitives'
import { signedTicketSchema } from './ticket'

export const checkInInput = z.strictObject({
  v: z.int().min(1),
  boot: bootId,
  /** The last report the server acknowledged: lets it see that its database was restored. */
  seq: sequence,
  /** The newest ticket received; absent before the first. It acknowledges receipt, not success. */
  generation: positiveCount.optional(),
  hash: hashText.optional(),
  /** The generation in force, only when it is not `generation`. */
  applied: count.optional(),
  /** Why the newest ticket or bundle was refused; absent when it was not. */
  status: z.string().max(64).optional(),
  /** In the first check-in of a process: a key that two machines bear shows by it. Since version 2. */
  machine: machineId.optional(),
})
export type CheckInInput = z.infer<typeof checkInInput>

export const checkInOutput = z.union([
  z.strictObject({
    same: z.literal(true),
    /** Seconds until the next check-in, jitter included. */
    next: z.number().min(0).max(3600),
    reportFull: z.boolean().optional(),
    pendingApproval: z.boolean().optional(),
  }),
  z.strictObject({
    same: z.literal(false),
    next: z.number().min(0).max(3600),
    reportFull: z.boolean().optional(),
    signed: signedTicketSchema,
    /** All keys the farm signs with now. An agent takes new ones only beside a ticket that a key it trusts already has signed, and never over plain HTTP. */
    signingKeys: signingKeysSchema.optional(),
  }),
])
export type CheckInOutput = z.infer<typeof checkInOutput>

/** What `watch` carries: a nudge, never the payload. */
export const nudgeSchema = z.strictObject({
  revision: z.int().min(0),
  /** The agent waits its own slot inside this window, in milliseconds, before it checks in. */
  slotWindowMs: z.int().min(0).max(600_000),
})
export type Nudge = z.infer<typeof nudgeSchema>
