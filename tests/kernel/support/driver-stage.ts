/** The driver of an agent in a process of its own, for machines that only this process sees: does each line it is told. */

import { createInterface } from 'node:readline'
import { systemClock } from '~/agent/clock'
import { LinuxDriver } from '~/agent/drivers/linux/driver'
import { silentLog } from '~/agent/log'
import { diskStorage } from '~/agent/storage/disk'
import type { SettingId } from '~/domain/settings'

const [stateDirectory = ''] = process.argv.slice(2)
const driver = new LinuxDriver({
  ...{ stateDirectory, storage: await diskStorage(stateDirectory), clock: systemClock, log: silentLog },
  ...{ observeOnly: false, logons: [] },
})

async function done(line: string): Promise<unknown> {
  const { apply } = JSON.parse(line) as { apply?: Partial<Record<SettingId, unknown>> }
  for (const [setting, value] of Object.entries(apply ?? {})) {
    await driver.apply({ setting: setting as SettingId, action: 'set', value })
  }
  const sessions = await driver.observe()
  return {
    values: await driver.readBack(),
    inForce: driver.inForce,
    can: driver.capability().can,
    sessions: sessions.map(({ id, enforcement, reach, sockets }) => ({
      ...{ id, enforcement, reach },
      addresses: sockets.map(({ local }) => local.address),
    })),
  }
}

for await (const line of createInterface(process.stdin))
  process.stdout.write(`${JSON.stringify(await done(line))}\n`)
await driver.stop()
