/** The keeper of virtual IPs in a process of its own, so that it can live in a network namespace and be killed. */

import { createInterface } from 'node:readline'
import { systemClock } from '~/agent/clock'
import { USUAL_TIMING } from '~/agent/drivers/linux/dhcp/timing'
import { LeaseFiles } from '~/agent/drivers/linux/virtual-ip/lease-files'
import { VirtualIps } from '~/agent/drivers/linux/virtual-ip/virtual-ips'
import type { VirtualIpWish } from '~/agent/drivers/linux/virtual-ip/wish'
import type { PoolSession } from '~/agent/leases/pool-desk'
import { jsonLog } from '~/agent/log'

/** As fast as a test wants it; the order of things is the same. */
const TIMING = {
  ...USUAL_TIMING,
  ...{ firstRetryMs: 250, longestRetryMs: 1_000, restMs: 300, longestRestMs: 1_000 },
  ...{ leastProlongMs: 500, afterConflictMs: 300, checkMs: 300 },
}

const [state = '', machineId = ''] = process.argv.slice(2)
const vips = new VirtualIps({
  files: new LeaseFiles(state),
  machineId,
  timing: TIMING,
  clock: systemClock,
  random: Math.random,
  log: jsonLog((line) => process.stderr.write(line), systemClock.now),
  onChange: (session) => process.stdout.write(`${JSON.stringify({ ...session, ...vips.of(session) })}\n`),
})

for await (const line of createInterface(process.stdin)) {
  const { wish, sessions } = JSON.parse(line) as { wish: VirtualIpWish | null; sessions: PoolSession[] }
  await vips.follow(wish, sessions)
  process.stdout.write('"followed"\n')
}
await vips.stop()
