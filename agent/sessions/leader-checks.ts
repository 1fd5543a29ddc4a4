/**
 * Whether the leaders of sessions still run, look after look. To read who a process is costs twenty times what it costs to
 * ask whether its id is in use, and an id that was checked is somebody else's only after all others were given.
 */

import { isAlive } from './launch'
import type { IsAlive } from './record-store'

/** Looks after which every leader is checked anew: one that ended may not have been waited for. */
const CHECK_ANEW_LOOKS = 6

export class LeaderChecks {
  private checked = new Set<string>()
  private looks = 0

  constructor(
    private readonly boot: string,
    private readonly root = '/proc',
  ) {}

  look(): IsAlive {
    if (this.looks++ % CHECK_ANEW_LOOKS === 0) this.checked.clear()
    return (record) => {
      const leader = `${record.pid} ${record.startTime}`
      if (this.checked.has(leader) && isInUse(record.pid)) return true
      if (!isAlive(record, this.boot, this.root)) return false
      this.checked.add(leader)
      return true
    }
  }
}

function isInUse(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
