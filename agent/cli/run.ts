import { systemClock } from '../clock'
import { Connections } from '../control/http'
import { checkServerAddress } from '../control/server-address'
import { selectDriver } from '../drivers/select'
import { loadIdentity } from '../enrolment/identity'
import { HostAgent } from '../host-agent'
import { diskStorage } from '../storage/disk'
import { takeStateDirectory } from '../storage/one-at-a-time'
import { stateDirectory } from '../storage/state-directory'
import { checked, readOptions, wholeNumber } from './arguments'
import { driverName } from './driver-name'
import { standardLog, untilToldToEnd, warnOfPlainHttp } from './runtime'

/** `run`: the agent of an enrolled host, until it is told to end. */
export async function runCommand(args: string[]): Promise<number> {
  const values = readOptions(args, {
    state: { type: 'string' },
    driver: { type: 'string' },
    seed: { type: 'string', default: '1' },
    'observe-only': { type: 'boolean', default: false },
  })
  const driver = driverName(values.driver)
  const seed = wholeNumber(values.seed, '--seed', 0, 2 ** 32 - 1)
  const directory = stateDirectory(values.state)
  const storage = await diskStorage(directory)
  const identity = await loadIdentity(storage)
  if (!identity)
    throw new Error(
      `${directory} holds no enrolled host. Run: vipfarm-agent enroll --server URL --token TOKEN`,
    )
  const server = checked(checkServerAddress(identity.server, process.env.VIPFARM_ALLOW_PLAIN_HTTP === '1'))
  const log = standardLog().with({ host: identity.name })
  warnOfPlainHttp(server, log)
  const release = await takeStateDirectory(directory)
  const connections = new Connections()
  const agent = await HostAgent.open({
    identity,
    storage,
    connections,
    log,
    clock: systemClock,
    random: Math.random,
    plainHttp: server.plain,
    driver: selectDriver({
      driver,
      stateDirectory: directory,
      storage,
      clock: systemClock,
      seed,
      name: identity.name,
      log,
      observeOnly: values['observe-only'],
    }),
  })
  const told = untilToldToEnd()
  await agent.start()
  log.info('the agent runs', { server: identity.server, driver, state: directory })
  log.info('the agent ends', { signal: await told })
  await agent.stop()
  connections.close()
  await release()
  return 0
}
