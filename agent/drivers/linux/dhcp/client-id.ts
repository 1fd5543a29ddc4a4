/** Who asks: the same for a session number of a host after every restart, so that it gets the same address again. */

import { createHash } from 'node:crypto'

/** Type 0 (RFC 2132 9.14: no hardware address), then text that an admin can read in the server's lease table. */
export function clientIdOf(machineId: string, session: number): string {
  const host = createHash('sha256').update(machineId).digest('hex').slice(0, 16)
  return `00${Buffer.from(`vipfarm-${host}-${session}`).toString('hex')}`
}
