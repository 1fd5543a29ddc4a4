/** What every service is given: nothing reaches for globals. */

import type { SigningKey } from '~/protocol/signature'
import type { Clock } from '../clock'
import { createFarmPulse, type FarmPulse } from '../live/farm-pulse'
import { createHostBoard, type HostBoard } from '../live/host-board'
import { createLiveHub, type LiveHub } from '../live/hub'
import { createNudges, type Nudges } from '../live/nudges'
import type { Logger } from '../log'
import type { Database } from '../repositories/db'

export interface ServiceContext {
  database: Database
  clock: Clock
  log: Logger
  /** Events inside this process: rows that changed, for the screens. */
  hub: LiveHub
  /** What idle check-ins are answered from. */
  board: HostBoard
  /** Open watch streams of agents. */
  nudges: Nudges
  farm: FarmPulse
  signingKey: SigningKey
}

/** A context with empty live parts: fill the board with `loadBoard` before the first check-in is answered. */
export function createServiceContext(
  parts: Pick<ServiceContext, 'database' | 'clock' | 'log' | 'signingKey'>,
): ServiceContext {
  return {
    ...parts,
    hub: createLiveHub(),
    board: createHostBoard(),
    nudges: createNudges(),
    farm: createFarmPulse(parts.clock.now().getTime()),
  }
}
