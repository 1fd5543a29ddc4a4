/** Who this host is to its farm: made by enrolment, kept in a file of its own, so that a lost ledger costs no enrolment. */

import { type EnrollOutput, enrollOutput } from '~/protocol/enroll'
import type { PublicSigningKey } from '~/protocol/signature'
import type { Storage } from '../storage/storage'

const IDENTITY_FILE = 'identity.json'

export interface Identity {
  /** The control plane's scheme, host and port. */
  server: string
  hostId: string
  name: string
  credential: string
  /** Of the machine that was enrolled: a copy of this file on another one is no identity. Absent before 0.2. */
  machineId?: string
  /** The farm's keys this host trusts: pinned by the enrolment token, followed by rotation. */
  signingKeys: PublicSigningKey[]
  /** How often to check in until the server says otherwise. */
  pollSeconds: number
}

export function identityOf(server: string, enrolled: EnrollOutput, machineId?: string): Identity {
  const { hostId, name, credential, signingKeys, pollSeconds } = enrolled
  return { server, hostId, name, credential, signingKeys, pollSeconds, ...(machineId && { machineId }) }
}

export async function saveIdentity(storage: Storage, identity: Identity): Promise<void> {
  await storage.writeAtomic(IDENTITY_FILE, `${JSON.stringify({ v: 1, ...identity }, null, 2)}\n`)
}

/** Whether a host was ever enrolled here, be its identity readable or not. */
export async function isEnrolled(storage: Storage): Promise<boolean> {
  return (await storage.read(IDENTITY_FILE)) !== null
}

/**
 * The identity of a state directory; null before enrolment.
 * @throws Error where the file cannot be understood: only a new enrolment mends that.
 */
export async function loadIdentity(storage: Storage): Promise<Identity | null> {
  const text = await storage.read(IDENTITY_FILE)
  if (text === null) return null
  const identity = readIdentity(text)
  if (identity) return identity
  throw new Error(`${IDENTITY_FILE} cannot be read. Enrol this host again`)
}

function readIdentity(text: string): Identity | null {
  try {
    const { v, server, machineId, ...rest } = JSON.parse(text)
    const enrolled = enrollOutput.safeParse({ ...rest, pendingApproval: false })
    if (v !== 1 || typeof server !== 'string' || !enrolled.success) return null
    return identityOf(server, enrolled.data, typeof machineId === 'string' ? machineId : undefined)
  } catch {
    return null
  }
}
