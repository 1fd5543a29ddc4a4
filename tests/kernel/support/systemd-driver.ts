/** The driver of an agent below the real systemd: looks about once a second, and prints what it sees. */

import { setTimeout as pause } from 'node:timers/promises'
import { instanceOf } from '~/agent/drivers/linux/filter/filter-place'
import { LoopbackAddresses } from '~/agent/drivers/linux/filter/loopback-addresses'
import { Logind } from '~/agent/drivers/linux/logons/logind'
import { eagerDriver } from './eager-driver'

const [stateDirectory = ''] = process.argv.slice(2)
const driver = await eagerDriver(stateDirectory, [new Logind()])
const loopbacks = new LoopbackAddresses(instanceOf(stateDirectory))
for (;;) {
  const sessions = await driver.observe()
  const seen = sessions.map(({ id, user, enforcement, reach }) => ({
    ...{ id, user, enforcement, uncovered: reach?.uncovered ?? [] },
  }))
  process.stdout.write(`${JSON.stringify({ seen, loopbacks: [...(await loopbacks.standing())] })}\n`)
  await pause(1_000)
}
