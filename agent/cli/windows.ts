/** What an admin asks of the agent on a Windows host by hand. */

import { SETTING_IDS } from '~/domain/settings'
import { systemClock } from '../clock'
import { windowsDriver } from '../drivers/select'
import { diskStorage } from '../storage/disk'
import { takeStateDirectory } from '../storage/one-at-a-time'
import { stateDirectory } from '../storage/state-directory'
import { readOptions, required, UsageError } from './arguments'
import { standardLog } from './runtime'

/**
 * `take-over --setting ID`: the admin's word that a value which somebody else wrote may be overwritten. The agent must
 * not run meanwhile: it would write its own record over this one.
 */
export async function takeOverCommand(args: string[]): Promise<number> {
  const { state, setting } = readOptions(args, { state: { type: 'string' }, setting: { type: 'string' } })
  const asked = required(setting, '--setting')
  if (!SETTING_IDS.some((id) => id === asked))
    throw new UsageError(`--setting: ${JSON.stringify(asked)}: the settings are ${SETTING_IDS.join(', ')}`)
  const opened = await openState(state)
  const release = await takeStateDirectory(opened.directory)
  try {
    const driver = openDriver(opened)
    await driver.takeOver(asked)
    await driver.stop()
  } finally {
    await release()
  }
  process.stdout.write(
    `${asked} may be overwritten. Start the agent again: it keeps what stood there for restore.\n`,
  )
  return 0
}

/** The state directory, made where it is not there yet: its lock lies in it. */
export async function openState(state: string | undefined) {
  const directory = stateDirectory(state)
  return { directory, storage: await diskStorage(directory) }
}

export const openDriver = ({ directory, storage }: Awaited<ReturnType<typeof openState>>) =>
  windowsDriver({ stateDirectory: directory, storage, clock: systemClock, log: standardLog() })
