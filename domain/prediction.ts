/** Which loopback address a session gets, who gives it, and why it gets none. Rulebook 4 and 5. */

import { loopbackOf, MAX_LINUX_SESSION_ID } from './address'
import type { HostConfig } from './host-config'
import type { OsFamily, SessionProtocol } from './host-facts'

/** The component on the host that changes what programs see. */
export type Enforcement = 'citrix' | 'linux-filter' | 'linux-shim' | 'simulated' | 'none'

export const PREDICTION_REASONS = [
  'no-config',
  'switch-off',
  'list-empty',
  'not-applicable',
  'session-0',
  'not-virtualised-protocol',
  'address-out-of-range',
  'not-enforced',
] as const
export type PredictionReason = (typeof PREDICTION_REASONS)[number]

/** What became of the virtual IP that a session is to have, by the host's account. */
export interface VirtualIpOutcome {
  source: 'dhcp' | 'pool'
  address: string | null
  /** Why there is none. */
  reason?: string
  message?: string
  /** What programs get meanwhile. */
  fallback?: 'server-address' | 'none'
}

export interface Prediction {
  /** The address the config gives the session; null where it gives none. */
  loopback: string | null
  /** Why there is none; `not-enforced` beside an address that nothing on the host brings about. */
  reason?: PredictionReason
  by: 'citrix' | 'microsoft' | 'linux-filter' | 'linux-shim' | 'simulated' | 'none'
  /** Absent where the config asks for none, or nobody on the host leases any. */
  virtualIp?: VirtualIpOutcome
}

export interface PredictionInput {
  /** What is in force on the host; null before anything is. */
  config: HostConfig | null
  host: { os: { family: OsFamily } }
  /** A session whose protocol is not known counts as virtualisable. */
  session: { id: number; protocol?: SessionProtocol }
  enforcement: Enforcement
}

export function predictLoopback({ config, host, session, enforcement }: PredictionInput): Prediction {
  const reason = reasonForNone(config, host.os.family, session)
  if (reason) return { loopback: null, reason, by: 'none' }
  const address = loopbackOf(session.id)
  if (!address.ok) return { loopback: null, reason: 'address-out-of-range', by: 'none' }
  const by = enforcedBy(enforcement, session.protocol)
  return by === 'none'
    ? { loopback: address.value, reason: 'not-enforced', by }
    : { loopback: address.value, by }
}

function reasonForNone(
  config: HostConfig | null,
  family: OsFamily,
  { id, protocol }: PredictionInput['session'],
): PredictionReason | null {
  if (id === 0) return 'session-0'
  if (protocol === 'console' || protocol === 'services') return 'not-virtualised-protocol'
  if (!config) return 'no-config'
  if (config.notApplicable.some(({ setting }) => setting === 'VirtualLoopbackSupport'))
    return 'not-applicable'
  if (config.settings.VirtualLoopbackSupport !== true) return 'switch-off'
  if ((config.settings.VirtualLoopbackPrograms ?? []).length === 0) return 'list-empty'
  return family === 'linux' && id > MAX_LINUX_SESSION_ID ? 'address-out-of-range' : null
}

// Citrix changes calls inside ICA sessions only.
function enforcedBy(enforcement: Enforcement, protocol: SessionProtocol | undefined): Prediction['by'] {
  if (enforcement === 'citrix' && protocol !== undefined && protocol !== 'ica') return 'none'
  return enforcement
}
