import { readFile } from 'node:fs/promises'
import { systemClock } from '../clock'
import { Connections } from '../control/http'
import { checkServerAddress } from '../control/server-address'
import { selectDriver } from '../drivers/select'
import { type BootOptions, enrolAgain, identityAtBoot } from '../enrolment/at-boot'
import type { Identity } from '../enrolment/identity'
import { loadIdentity } from '../enrolment/identity'
import { HostAgent } from '../host-agent'
import { diskStorage } from '../storage/disk'
import { takeStateDirectory } from '../storage/one-at-a-time'
import { stateDirectory } from '../storage/state-directory'
import { checked, readOptions, serverAddress, wholeNumber } from './arguments'
import { driverName } from './driver-name'
import { standardLog, untilInputEnds, untilToldToEnd, warnOfPlainHttp } from './runtime'
import { beSleeper } from './sleeper'

/** `run`: the agent of an enrolled host, until it is told to end. With a server and a token it enrols itself first. */
export async function runCommand(args: string[]): Promise<number> {
  beSleeper()
  const values = readOptions(args, {
    state: { type: 'string' },
    driver: { type: 'string' },
    seed: { type: 'string', default: '1' },
    server: { type: 'string' },
    'token-file': { type: 'string' },
    service: { type: 'boolean', default: false },
    'observe-only': { type: 'boolean', default: false },
  })
  const driver = driverName(values.driver)
  const seed = wholeNumber(values.seed, '--seed', 0, 2 ** 32 - 1)
  const directory = stateDirectory(values.state)
  const storage = await diskStorage(directory)
  const asked = values.server ?? process.env.VIPFARM_SERVER
  const origin = asked === undefined ? null : serverAddress(asked).origin
  const token = await tokenOf(values['token-file'])
  const kept = await loadIdentity(storage)
  if (!kept && (origin === null || token === null))
    throw new Error(
      `${directory} holds no enrolled host. Run: vipfarm-agent enroll --server URL --token TOKEN`,
    )
  const log = standardLog()
  const release = await takeStateDirectory(directory)
  const connections = new Connections()
  const told = values.service ? Promise.race([untilToldToEnd(), untilInputEnds()]) : untilToldToEnd()
  const makeDriver = (name: string) =>
    selectDriver({
      ...{ driver, stateDirectory: directory, storage, clock: systemClock, seed, name, log },
      observeOnly: values['observe-only'],
    })
  const boot: BootOptions = {
    ...{ origin, token, storage, connections, clock: systemClock, random: Math.random, log },
    driver: makeDriver(kept?.name ?? 'this-machine'),
  }
  let identity: Identity | null = await identityAtBoot(boot)
  while (identity) {
    const ended = await runUntil(identity, told, (name) => makeDriver(name))
    if (ended === 'told') break
    log.warn('the key of this host is not accepted any more: enrolling again', { host: identity.name })
    identity = await enrolAgain(boot)
  }
  connections.close()
  await release()
  return 0

  async function runUntil(
    who: Identity,
    end: Promise<string>,
    driverFor: (name: string) => ReturnType<typeof selectDriver>,
  ): Promise<'told' | 'unauthorized'> {
    const server = checked(checkServerAddress(who.server, process.env.VIPFARM_ALLOW_PLAIN_HTTP === '1'))
    const hostLog = log.with({ host: who.name })
    warnOfPlainHttp(server, hostLog)
    let refused: () => void = () => undefined
    const unauthorized = new Promise<null>((resolve) => {
      refused = () => resolve(null)
    })
    const agent = await HostAgent.open({
      ...{ identity: who, storage, connections, log: hostLog, clock: systemClock, random: Math.random },
      plainHttp: server.plain,
      driver: driverFor(who.name),
      // Without a token the agent waits: an admin may have withdrawn the key for a while.
      ...(origin !== null && token !== null && { onUnauthorized: refused }),
    })
    await agent.start()
    hostLog.info('the agent runs', { server: who.server, driver, state: directory })
    const signal = await Promise.race([end, unauthorized])
    if (signal !== null) hostLog.info('the agent ends', { signal })
    await agent.stop()
    return signal === null ? 'unauthorized' : 'told'
  }
}

/** From a file that the image does not hold, or from the environment. Null for neither. */
async function tokenOf(file: string | undefined): Promise<string | null> {
  const path = file ?? process.env.VIPFARM_TOKEN_FILE
  if (path === undefined) return process.env.VIPFARM_ENROLMENT_TOKEN ?? null
  return (await readFile(path, 'utf8')).trim() || null
}
