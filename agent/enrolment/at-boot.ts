/**
 * Who this machine is to its farm when the agent starts: what the state directory says, unless it was copied here from
 * another machine (an image that was enrolled) or is empty (a disk that is reset at each boot). Then a token from outside
 * the image makes the host anew; the farm gives a machine it knows its row back.
 */

import { ControlFailure } from '../control/failure'
import type { Log } from '../log'
import { messageOf } from '../log'
import { retryDelayMs } from '../loops/retry-delay'
import type { Random } from '../random'
import { type EnrolmentOptions, enrollHost } from './enroll'
import { type Identity, loadIdentity } from './identity'

export interface BootOptions extends Omit<EnrolmentOptions, 'token' | 'origin'> {
  /** Null where none was given: then only a kept identity will do. */
  origin: string | null
  token: string | null
  random: Random
  log: Log
  /** True once nobody waits for the answer any more. */
  stopped?(): boolean
}

/** @throws Error where there is neither an identity of this machine nor a token; what a server refuses for good */
export async function identityAtBoot(options: BootOptions): Promise<Identity> {
  const { storage, driver, origin, token, log } = options
  const kept = await loadIdentity(storage)
  const copied = kept?.machineId !== undefined && kept.machineId !== (await driver.machineId())
  if (kept && !copied) return kept
  if (origin !== null && token !== null) {
    if (copied)
      log.warn('this state directory was copied from another machine: enrolling as a host of its own')
    return enrolPatiently({ ...options, origin, token })
  }
  if (!kept) throw new Error('no host is enrolled here. Run: vipfarm-agent enroll --server URL --token TOKEN')
  // The farm is told the machine's id at the first word, and puts the key aside: an admin then sees what happened.
  log.error('this state directory was copied from another machine, and no token was given to enrol anew')
  return kept
}

/** The key is not accepted any more: with a token this machine comes back to its row. Null without one. */
export async function enrolAgain(options: BootOptions): Promise<Identity | null> {
  const { origin, token } = options
  return origin === null || token === null ? null : enrolPatiently({ ...options, origin, token })
}

/** A farm that starts all at once keeps its server busy; a machine at boot may be up before its network. */
async function enrolPatiently(options: BootOptions & { origin: string; token: string }): Promise<Identity> {
  const { clock, random, log } = options
  for (let attempt = 0; ; attempt++) {
    try {
      return (await enrollHost(options)).identity
    } catch (error) {
      const again = error instanceof ControlFailure && ['busy', 'network', 'timeout'].includes(error.kind)
      if (!again || options.stopped?.()) throw error
      const wait = retryDelayMs(error, attempt, random)
      log.warn('enrolment waits', { reason: messageOf(error), retryMs: wait })
      await new Promise<void>((resolve) => clock.after(wait, resolve))
    }
  }
}
