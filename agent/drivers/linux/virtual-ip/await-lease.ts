/** The launcher's wait for the agent's lease: programs bind when they start, so the address should be there before. */

import { setTimeout as pause } from 'node:timers/promises'
import type { PolicySettings } from '~/domain/policy-model'
import { agentRuns } from '../../../storage/one-at-a-time'
import { LeaseFiles } from './lease-files'
import type { SessionKey } from './virtual-ips'
import { wishOf } from './wish'

/** Longer than any answer of a server that is there takes; who still has none then starts without, and may get one later. */
const LONGEST_WAIT_MS = 10_000
const LOOK_EVERY_MS = 50
/** What the agent is about to mend: a server that offers one address to all who ask at once refuses all but the first. */
const PASSING: ReadonlySet<string> = new Set(['asking', 'refused'])

/**
 * The address that the agent leased for a session; null where it is to have none, or has none for now.
 * @param farm the values that the session follows
 * @param rest what passes between two looks
 */
export async function awaitLease(
  stateDirectory: string,
  session: SessionKey,
  farm: PolicySettings,
  warn: (text: string) => void,
  rest = () => pause(LOOK_EVERY_MS),
): Promise<string | null> {
  if (wishOf(farm) === null) return null
  if (!(await agentRuns(stateDirectory))) {
    warn(`no agent runs: the session gets no virtual IP before one does. ${fallbackText(farm)}`)
    return null
  }
  const files = new LeaseFiles(stateDirectory)
  for (let waited = 0; waited < LONGEST_WAIT_MS; waited += LOOK_EVERY_MS) {
    const record = files.read(session.id)
    if (record?.logonAt === session.logonAt) {
      if (record.address !== null) return record.address
      if (record.shortage !== null && !PASSING.has(record.shortage.code)) {
        warn(`the session starts without a virtual IP: ${record.shortage.message}. ${fallbackText(farm)}`)
        return null
      }
    }
    await rest()
  }
  warn(`the session starts without a virtual IP: no lease came in time. ${fallbackText(farm)}`)
  return null
}

function fallbackText({ VirtualIpFallback = 'server-address' }: PolicySettings): string {
  return VirtualIpFallback === 'none'
    ? 'Until it has one, its programs may not bind or connect to the network.'
    : "Until it has one, its programs use the server's address."
}
