/**
 * Whether the leaders of sessions still run, look after look. To read who a process is costs many times what it costs to ask
 * whether its id runs a program, and an id that was checked is somebody else's only after all others were given.
 */

import { linkOf } from '../proc/read-proc'
import { isAlive } from './launch'
import type { IsAlive } from './record-store'

/** Looks after which every leader is checked anew. */
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
      // One that ended has no program any more, though nobody may have waited for it.
      if (this.checked.has(leader) && linkOf(`${this.root}/${record.pid}/exe`) !== '') return true
      if (!isAlive(record, this.boot, this.root)) return false
      this.checked.add(leader)
      return true
    }
  }
}
