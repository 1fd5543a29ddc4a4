import { withdrawFilter } from '../drivers/select'
import { takeStateDirectory } from '../storage/one-at-a-time'
import { readOptions } from './arguments'
import { openDriver, openState } from './windows'

/** `restore`: takes back what the agent changed on this host. The agent must not run meanwhile. */
export async function restoreCommand(args: string[]): Promise<number> {
  const { state } = readOptions(args, { state: { type: 'string' } })
  const opened = await openState(state)
  const release = await takeStateDirectory(opened.directory)
  try {
    const done = process.platform === 'win32' ? await putBack(opened) : await withdraw(opened.directory)
    process.stdout.write(`${done ?? 'nothing of this host was changed'}\n`)
    return 0
  } finally {
    await release()
  }
}

/** Every value as it was before the agent's first write. */
async function putBack(opened: Awaited<ReturnType<typeof openState>>): Promise<string | null> {
  const driver = openDriver(opened)
  const done = await driver.restore()
  await driver.stop()
  return done.length === 0 ? null : `put back: ${done.join(', ')}`
}

async function withdraw(directory: string): Promise<string | null> {
  const sessions = await withdrawFilter(directory)
  return sessions === 0 ? null : `no longer filtered: ${sessions} ${sessions === 1 ? 'session' : 'sessions'}`
}
