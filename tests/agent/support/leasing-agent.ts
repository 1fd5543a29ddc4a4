/** The Linux driver under a farm's values, without a server: what it sees, a line for each look. */

import { createInterface } from 'node:readline'
import { systemClock } from '~/agent/clock'
import { selectDriver } from '~/agent/drivers/select'
import { jsonLog } from '~/agent/log'
import { diskStorage } from '~/agent/storage/disk'
import { takeStateDirectory } from '~/agent/storage/one-at-a-time'
import type { SettingId } from '~/domain/settings'

const [stateDirectory = '', settings = '{}'] = process.argv.slice(2)
const storage = await diskStorage(stateDirectory)
const release = await takeStateDirectory(stateDirectory)
const log = jsonLog((line) => process.stderr.write(line), systemClock.now)
const options = { stateDirectory, storage, clock: systemClock, seed: 1, name: 'lab', log }
const driver = selectDriver({ driver: 'linux', ...options })

let looking = Promise.resolve()
let waiting = 0
/** One that waits sees what all that were asked for meanwhile would: on a busy machine they must not pile up. */
const look = () => {
  if (waiting > 1) return
  waiting += 1
  looking = looking.then(async () => {
    process.stdout.write(`${JSON.stringify(await driver.observe())}\n`)
    waiting -= 1
  })
}
await driver.readBack()
for (const [setting, value] of Object.entries(JSON.parse(settings)))
  await driver.apply({ setting: setting as SettingId, action: 'set', value })
driver.start(look)
const again = setInterval(look, 500)
look()
await new Promise((resolve) => createInterface(process.stdin).once('close', resolve))
clearInterval(again)
await looking
await driver.stop()
await release()
