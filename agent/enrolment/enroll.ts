/** Enrolment: one call, whose answer is believed only if the token vouches for its signing key. */

import { fail, ok, problemText, type Result } from '~/domain/result'
import { ENROLMENT_TOKEN, type EnrollOutput } from '~/protocol/enroll'
import { keyFingerprint } from '~/protocol/signature'
import { PROTOCOL_VERSION } from '~/protocol/version'
import type { Clock } from '../clock'
import { callEnroll } from '../control/client'
import type { Connections } from '../control/http'
import type { Driver } from '../drivers/driver'
import type { Storage } from '../storage/storage'
import { AGENT_VERSION } from '../version'
import { type Identity, identityOf, saveIdentity } from './identity'

export interface EnrolmentOptions {
  /** The control plane's scheme, host and port, already checked. */
  origin: string
  token: string
  driver: Driver
  storage: Storage
  connections: Connections
  clock: Clock
  /** The name to ask for instead of the machine's own; the farm may give another. */
  name?: string
}

export interface Enrolment {
  identity: Identity
  /** True while an admin has yet to accept the host. */
  pendingApproval: boolean
}

/**
 * Enrols this host and keeps its identity.
 * @throws Error for a token that is none, ControlFailure for a server that refuses, UntrustedServer for a middleman.
 */
export async function enrollHost(options: EnrolmentOptions): Promise<Enrolment> {
  const { origin, driver, storage } = options
  const token = readToken(options.token)
  if (!token.ok) throw new Error(problemText(token.problem))
  const facts = await driver.facts()
  const machineId = await driver.machineId()
  const enrolled = await callEnroll(options, {
    v: PROTOCOL_VERSION,
    token: options.token,
    machineId,
    agentVersion: AGENT_VERSION,
    driver: driver.name,
    facts: options.name === undefined ? facts : { ...facts, name: options.name },
  })
  const signingKeys = vouchedKeys(enrolled, token.value)
  if (signingKeys.length === 0) throw new UntrustedServer(origin)
  const identity = identityOf(origin, { ...enrolled, signingKeys }, machineId)
  await storage.remove('ledger.json')
  await saveIdentity(storage, identity)
  return { identity, pendingApproval: enrolled.pendingApproval }
}

/** The fingerprint inside a token. The token itself is a secret: no message repeats it. */
function readToken(text: string): Result<string> {
  const fingerprint = ENROLMENT_TOKEN.exec(text)?.[3]
  if (fingerprint) return ok(fingerprint)
  return fail(
    'token',
    `${text.slice(0, 5)}...`,
    'is not an enrolment token',
    'Copy the whole token, from vfe1. to its end',
  )
}

/**
 * The keys the token itself vouches for. Others in the answer are left out: public keys are no secret, so a middleman
 * could show the right one with his own beside it. Further keys come with a ticket that a pinned key has signed.
 */
function vouchedKeys({ signingKeys }: EnrollOutput, fingerprint: string): EnrollOutput['signingKeys'] {
  return signingKeys.filter((key) => keyFingerprint(key.publicKey) === fingerprint)
}

export class UntrustedServer extends Error {
  override readonly name = 'UntrustedServer'
  constructor(origin: string) {
    super(
      `The server at ${origin} does not show the signing key this token was made for. ` +
        'Either something stands between this host and its farm, or the token belongs to another farm. Nothing was kept.',
    )
  }
}
