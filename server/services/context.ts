/** What every service is given: nothing reaches for globals. */

import type { PublicSigningKey, SigningKey } from '~/protocol/signature'
import type { Clock } from '../clock'
import { type AccessNews, createAccessNews } from '../live/access-news'
import { type BootWatch, createBootWatch } from '../live/boot-watch'
import { createFarmPulse, type FarmPulse } from '../live/farm-pulse'
import { createHostBoard, type HostBoard } from '../live/host-board'
import { createLiveHub, type LiveHub } from '../live/hub'
import { createNudges, type Nudges } from '../live/nudges'
import type { Logger } from '../log'
import type { Database } from '../repositories/db'
import type { Statements } from '../repositories/statements'
import { createHostStandings, type HostStandings } from './host-standings'
import { createLeaseDesk, type LeaseDesk } from './pools/lease-desk'
import { createSessionHours, type SessionHours } from './session-hours'

export interface ServiceContext {
  database: Database
  /** The same database, for statements sent by name: what is asked most often. */
  statements: Statements
  /** The same database again, for the transactions of reports and leases: see `createPipelines`. */
  pipelines: Statements
  clock: Clock
  log: Logger
  /** Events inside this process: rows that changed, for the screens. */
  hub: LiveHub
  /** Who may do what was changed: open streams listen. */
  access: AccessNews
  /** What idle check-ins are answered from. */
  board: HostBoard
  /** What screens count hosts from. */
  standings: HostStandings
  /** What screens count past sessions from. */
  sessionHours: SessionHours
  /** Open watch streams of agents. */
  nudges: Nudges
  /** Boots that spoke under each host's key. */
  boots: BootWatch
  farm: FarmPulse
  signingKey: SigningKey
  /** The public keys that hosts shall trust: the one in use among them. */
  trustedKeys: readonly PublicSigningKey[]
  /** What private keys lie sealed under; null where none is made. */
  masterKey: Buffer | null
  /** Where sessions get addresses of pools. */
  leaseDesk: LeaseDesk
}

/** A context with empty live parts: fill the board with `loadBoard` before the first check-in is answered. */
export function createServiceContext(
  parts: Pick<ServiceContext, 'database' | 'statements' | 'pipelines' | 'clock' | 'log' | 'signingKey'> &
    Partial<Pick<ServiceContext, 'trustedKeys' | 'masterKey'>>,
): ServiceContext {
  const hub = createLiveHub()
  return {
    ...parts,
    trustedKeys: parts.trustedKeys ?? [publicHalf(parts.signingKey)],
    masterKey: parts.masterKey ?? null,
    hub,
    leaseDesk: createLeaseDesk({ ...parts, hub }),
    access: createAccessNews(),
    board: createHostBoard(),
    standings: createHostStandings(),
    sessionHours: createSessionHours(),
    nudges: createNudges(),
    boots: createBootWatch(),
    farm: createFarmPulse(parts.clock.now().getTime()),
  }
}

const publicHalf = ({ keyId, publicKey }: SigningKey): PublicSigningKey => ({ keyId, publicKey })
