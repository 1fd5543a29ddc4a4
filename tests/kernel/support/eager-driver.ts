/** An agent's driver over given logons that looks at once whenever it observes, with `crm` listed. */

import { systemClock } from '~/agent/clock'
import { LinuxDriver } from '~/agent/drivers/linux/driver'
import type { LogonSource } from '~/agent/drivers/linux/logons/logon'
import { silentLog } from '~/agent/log'
import { diskStorage } from '~/agent/storage/disk'

const LIST = { VirtualLoopbackSupport: true, VirtualLoopbackPrograms: ['crm'] }

export async function eagerDriver(
  stateDirectory: string,
  sources: readonly LogonSource[],
): Promise<LinuxDriver> {
  let change: () => void = () => undefined
  const logons = sources.map((source) => ({
    sessions: () => source.sessions(),
    watch: (onChange: () => void) => {
      change = onChange
      return { close: () => undefined }
    },
  }))
  const storage = await diskStorage(stateDirectory)
  const driver = new LinuxDriver({
    ...{ stateDirectory, storage, clock: systemClock, log: silentLog, observeOnly: false },
    logons,
  })
  driver.start(() => undefined)
  const observe = driver.observe.bind(driver)
  driver.observe = async () => {
    change()
    return observe()
  }
  for (const [setting, value] of Object.entries(LIST)) {
    await driver.apply({ setting: setting as keyof typeof LIST, action: 'set', value })
  }
  return driver
}
