/** What every service is given: nothing reaches for globals. */

import type { SigningKey } from '~/protocol/signature'
import type { Clock } from '../clock'
import { type BootWatch, createBootWatch } from '../live/boot-watch'
import { createFarmPulse, type FarmPulse } from '../live/farm-pulse'
import { createHostBoard, type HostBoard } from '../live/host-board'
import { createLiveHub, type LiveHub } from '../live/hub'
import { createNudges, type Nudges } from '../live/nudges'
import type { Logger } from '../log'
import type { Database } from '../repositories/db'
import type { Statements } from '../repositories/statements'
import { createLeaseDesk, type LeaseDesk } from './pools/lease-desk'

export interface ServiceContext {
  database: Database
  /** The same database, for statements sent by name: what is asked most often. */
  statements: Statements
  clock: Clock
  log: Logger
  /** Events inside this process: rows that changed, for the screens. */
  hub: LiveHub
  /** What idle check-ins are answered from. */
  board: HostBoard
  /** Open watch streams of agents. */
  nudges: Nudges
  /** Boots that spoke under each host's key. */
  boots: BootWatch
  farm: FarmPulse
  signingKey: SigningKey
  /** Where sessions get addresses of pools. */
  leaseDesk: LeaseDesk
}

/** A context with empty live parts: fill the board with `loadBoard` before the first check-in is answered. */
export function createServiceContext(
  parts: Pick<ServiceContext, 'database' | 'statements' | 'clock' | 'log' | 'signingKey'>,
): ServiceContext {
  const hub = createLiveHub()
  return {
    ...parts,
    hub,
    leaseDesk: createLeaseDesk({ ...parts, hub }),
    board: createHostBoard(),
    nudges: createNudges(),
    boots: createBootWatch(),
    farm: createFarmPulse(parts.clock.now().getTime()),
  }
}
