/** What every service is given: nothing reaches for globals. */

import type { SigningKey } from '~/protocol/signature'
import type { Clock } from '../clock'
import type { HostBoard } from '../live/host-board'
import type { LiveHub } from '../live/hub'
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
  signingKey: SigningKey
}
