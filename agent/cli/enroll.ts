import { hostname } from 'node:os'
import { hostName } from '~/protocol/primitives'
import { systemClock } from '../clock'
import { Connections } from '../control/http'
import { selectDriver } from '../drivers/select'
import { enrollHost } from '../enrolment/enroll'
import { diskStorage } from '../storage/disk'
import { takeStateDirectory } from '../storage/one-at-a-time'
import { stateDirectory } from '../storage/state-directory'
import { enrolmentToken, readOptions, serverAddress, UsageError, wholeNumber } from './arguments'
import { driverName } from './driver-name'
import { standardLog, warnOfPlainHttp } from './runtime'

/** `enroll --server URL --token TOKEN`: makes this machine a host of a farm. */
export async function enrollCommand(args: string[]): Promise<number> {
  const values = readOptions(args, {
    server: { type: 'string' },
    token: { type: 'string' },
    state: { type: 'string' },
    name: { type: 'string' },
    driver: { type: 'string' },
    seed: { type: 'string', default: '1' },
  })
  const server = serverAddress(values.server)
  const token = enrolmentToken(values.token)
  const name = values.name === undefined ? undefined : checkName(values.name)
  const driver = driverName(values.driver)
  const seed = wholeNumber(values.seed, '--seed', 0, 2 ** 32 - 1)
  const directory = stateDirectory(values.state)
  warnOfPlainHttp(server, standardLog())
  const storage = await diskStorage(directory)
  const release = await takeStateDirectory(directory)
  const connections = new Connections()
  try {
    const { identity, pendingApproval } = await enrollHost({
      origin: server.origin,
      token,
      storage,
      connections,
      clock: systemClock,
      name,
      driver: selectDriver({
        driver,
        stateDirectory: directory,
        storage,
        clock: systemClock,
        seed,
        name: name ?? hostname(),
      }),
    })
    const run = `vipfarm-agent run${values.state ? ` --state ${values.state}` : ''}`
    const next = pendingApproval
      ? `An admin has yet to accept it; start the agent meanwhile: ${run}`
      : `Now start the agent: ${run}`
    process.stdout.write(`Enrolled as ${identity.name} (${identity.hostId}) in ${directory}. ${next}\n`)
    return 0
  } finally {
    connections.close()
    await release()
  }
}

function checkName(name: string): string {
  const result = hostName.safeParse(name)
  if (result.success) return result.data
  throw new UsageError(
    `--name: ${JSON.stringify(name)}: a host name has 1 to 254 letters, digits, dots and hyphens`,
  )
}
