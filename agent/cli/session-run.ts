import { systemClock } from '../clock'
import { checkSessionRequest } from '../sessions/check-request'
import { launchSession } from '../sessions/launch'
import { RecordStore } from '../sessions/record-store'
import { stateDirectory } from '../storage/state-directory'
import { checked, readOptions } from './arguments'

/** `session run --session 7 --user NAME -- PROGRAM ARGS...`: exits as the program does. */
export async function sessionRunCommand(args: string[]): Promise<number> {
  const dashes = args.indexOf('--')
  const own = dashes < 0 ? args : args.slice(0, dashes)
  const command = dashes < 0 ? [] : args.slice(dashes + 1)
  const values = readOptions(own, {
    session: { type: 'string' },
    user: { type: 'string' },
    state: { type: 'string' },
  })
  const request = checked(checkSessionRequest(values.session, values.user, command))
  if (process.platform !== 'linux')
    throw new Error(`sessions are launched on Linux only, not on ${process.platform}`)
  if (request.warning) process.stderr.write(`vipfarm-agent: warning: ${request.warning}\n`)
  return launchSession(request, new RecordStore(stateDirectory(values.state)), systemClock)
}
