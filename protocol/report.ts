/** Reports: what a host did and saw. Deltas in sequence; after a gap, one full picture. Idempotent by (host, boot, seq). */

import { z } from 'zod'
import { hostFactsSchema } from './enroll'
import {
  bootId,
  count,
  hashText,
  instant,
  ipAddress,
  machineId,
  personName,
  positiveCount,
  sequence,
} from './primitives'

export const MAX_REPORT_BYTES = 2 * 1024 * 1024
export const MAX_SOCKETS_PER_SESSION = 256
export const MAX_EVENTS_PER_REPORT = 2_000

export const UNCOVERED = ['names', 'user-manager', 'static-programs'] as const
export const DRIVERS_IN_FORCE = ['bpf', 'preload', 'none'] as const

export const ITEM_STATES = ['applied', 'failed', 'not-applicable', 'pending', 'drifted'] as const

/** One setting of the bundle, as it stands on the host after reading it back. */
export const itemSchema = z.strictObject({
  setting: z.string().max(64),
  state: z.enum(ITEM_STATES),
  /** A short fixed word for machines; required with `failed`. */
  code: z.string().max(64).optional(),
  message: z.string().max(500).optional(),
  /** What a `pending` item waits for. */
  waitsFor: z.enum(['restart', 'logon', 'slot']).optional(),
  /** Who has the say over the value, where it is not the farm: `group-policy`, `another-admin`. Since version 2. */
  owner: z.string().max(64).optional(),
  since: instant,
})
export type ReportedItem = z.infer<typeof itemSchema>

export const CHECK_STATES = ['fine', 'attention', 'broken', 'unknown'] as const

/** A condition of the host that its settings need, as it stands there. */
export const hostCheckSchema = z.strictObject({
  /** A short fixed word for machines. */
  code: z.string().min(1).max(64),
  state: z.enum(CHECK_STATES),
  message: z.string().max(500),
  /** What an admin does about it. */
  mend: z.string().max(1000).optional(),
})
export type HostCheck = z.infer<typeof hostCheckSchema>

export const appliedSchema = z.strictObject({
  /** 0 while nothing is in force. */
  generation: count,
  hash: hashText.optional(),
  /** Set when the newest ticket or bundle was refused. */
  refused: z
    .strictObject({ generation: count, code: z.string().max(64), message: z.string().max(500) })
    .optional(),
  /** A verified bundle that is kept out of force until somebody logs on, or until nobody is logged on. Since version 2. */
  waiting: z.strictObject({ generation: count, for: z.enum(['logon', 'drain']), since: instant }).optional(),
  items: z.array(itemSchema).max(64),
  /** Binds of listed programs that failed since this generation is in force. Since version 2. */
  bindFailures: count.optional(),
  /** By what the host makes programs see their addresses, why by that, and what would mend it. Since version 2. */
  driver: z
    .strictObject({
      name: z.enum(DRIVERS_IN_FORCE),
      code: z.string().max(64),
      reason: z.string().max(500),
      mend: z.string().max(500).optional(),
    })
    .optional(),
  /** Effective values read back, by setting. */
  effective: z.record(z.string().max(64), z.unknown()),
  /** Since version 2. */
  checks: z.array(hostCheckSchema).max(32).optional(),
})
export type AppliedState = z.infer<typeof appliedSchema>

export const socketSchema = z.strictObject({
  program: z.string().min(1).max(260),
  pid: z.int().min(0).optional(),
  protocol: z.enum(['tcp', 'udp']),
  listening: z.boolean(),
  /** It asked for this address and port and did not get them: somebody else holds them. Where the platform tells. */
  failed: z.literal(true).optional(),
  local: z.strictObject({ address: ipAddress, port: z.int().min(0).max(65_535) }),
  remote: z.strictObject({ address: ipAddress, port: z.int().min(0).max(65_535) }).optional(),
})
export type ReportedSocket = z.infer<typeof socketSchema>

/** The identity of a session on its host: ids restart after a boot, and one id may return with a new logon. */
const sessionKey = { id: z.int().min(0).max(16_777_214), logonAt: instant }

export const allocationSchema = z.strictObject({
  kind: z.enum(['granted', 'computed', 'observed']),
  address: ipAddress,
  /** `loopback`, or the network an outside address belongs to as the host sees it (CIDR). */
  network: z.string().min(1).max(64),
  program: z.string().max(260).optional(),
  from: instant,
})
export type ReportedAllocation = z.infer<typeof allocationSchema>

/** What became of the virtual IP that a session is to have. */
export const virtualIpSchema = z.strictObject({
  source: z.enum(['dhcp', 'pool']),
  /** Null while there is none. */
  address: ipAddress.nullable(),
  /** Why there is none: a short fixed word, and the sentence. */
  reason: z.string().max(64).optional(),
  message: z.string().max(500).optional(),
  /** What programs get instead while there is none. */
  fallback: z.enum(['server-address', 'none']).optional(),
})
export type ReportedVirtualIp = z.infer<typeof virtualIpSchema>

export const predictionSchema = z.strictObject({
  /** The loopback address the applied bundle gives this session; null when it gives none. */
  loopback: ipAddress.nullable(),
  /** Why there is none, or why nothing enforces it. */
  reason: z.string().max(64).optional(),
  /** The component that does it. */
  by: z.enum(['citrix', 'microsoft', 'linux-filter', 'linux-shim', 'simulated', 'none']),
  virtualIp: virtualIpSchema.optional(),
  /** What of the session it does not reach: the name calls, programs of the user's service manager, static programs. */
  uncovered: z.array(z.enum(UNCOVERED)).max(UNCOVERED.length).optional(),
  /** A program of the agent's own, run inside the session, got the addresses that it should, or did not. */
  proof: z
    .strictObject({ ok: z.boolean(), at: instant, wrong: z.array(z.string().max(64)).max(16) })
    .optional(),
})
export type ReportedPrediction = z.infer<typeof predictionSchema>

/** What the host's own components logged of a session. Since version 2. */
export const sessionNoteSchema = z.strictObject({
  code: z.enum(['not-virtualised', 'no-lease']),
  program: z.string().max(260).optional(),
  at: instant,
})
export type SessionNote = z.infer<typeof sessionNoteSchema>

/** The whole of one open session as it is now: it replaces what was known of it. */
export const openSessionSchema = z.strictObject({
  ...sessionKey,
  user: personName,
  protocol: z.enum(['ica', 'rdp', 'console', 'services', 'xrdp', 'launched', 'ssh']),
  clientName: z.string().max(256).optional(),
  clientIp: ipAddress.optional(),
  prediction: predictionSchema,
  /** Addresses held now. One that is missing was let go. */
  allocations: z.array(allocationSchema).max(128),
  sockets: z.array(socketSchema).max(MAX_SOCKETS_PER_SESSION),
  notes: z.array(sessionNoteSchema).max(16).optional(),
})
export type ReportedSession = z.infer<typeof openSessionSchema>

export const closedSessionSchema = z.strictObject({ ...sessionKey, endedAt: instant })

export const reportInput = z.strictObject({
  v: z.int().min(1),
  boot: bootId,
  /** 1 for the first report of a boot, then one more each. */
  seq: positiveCount,
  /** The host's clock when it wrote this; the server keeps its own beside it. */
  at: instant,
  /** A full report holds every open session: one that is not in it has ended. */
  full: z.boolean(),
  /** With the facts of a process's first report. Since version 2. */
  machine: machineId.optional(),
  facts: hostFactsSchema.optional(),
  agentVersion: z.string().max(32).optional(),
  applied: appliedSchema.optional(),
  opened: z.array(openSessionSchema).max(MAX_EVENTS_PER_REPORT),
  closed: z.array(closedSessionSchema).max(MAX_EVENTS_PER_REPORT),
})
export type Report = z.infer<typeof reportInput>

export const reportOutput = z.strictObject({
  /** Every report up to and including this one is stored. */
  ack: sequence,
  reportFull: z.boolean().optional(),
})
export type ReportOutput = z.infer<typeof reportOutput>
