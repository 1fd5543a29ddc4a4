/** The driver of an agent below the real systemd: looks about once a second, and prints what it sees. */

import { setTimeout as pause } from 'node:timers/promises'
import { instanceOf } from '~/agent/drivers/linux/filter/filter-place'
import { LoopbackAddresses } from '~/agent/drivers/linux/filter/loopback-addresses'
import { Logind } from '~/agent/drivers/linux/logons/logind'
import { Sesman } from '~/agent/drivers/linux/logons/xrdp'
import { eagerDriver } from './eager-driver'

const [stateDirectory = ''] = process.argv.slice(2)
const driver = await eagerDriver(stateDirectory, [new Logind(), new Sesman()])
const loopbacks = new LoopbackAddresses(instanceOf(stateDirectory))
for (;;) {
  const sessions = await driver.observe()
  const seen = sessions.map(({ id, user, protocol, enforcement, reach }) => ({
    ...{ id, user, protocol, enforcement, uncovered: reach?.uncovered ?? [] },
    proved: reach?.proof?.ok === true,
  }))
  process.stdout.write(`${JSON.stringify({ seen, loopbacks: [...(await loopbacks.standing())] })}\n`)
  await pause(1_000)
}
