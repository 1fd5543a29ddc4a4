import { join } from 'node:path'
import { systemClock } from '../clock'
import { FAULT_HELP, type Fault, faultOf } from '../drivers/select'
import { SimulatedFarm, type SimulatedGroup } from '../simulation/farm'
import { diskStorage } from '../storage/disk'
import { memoryStorage } from '../storage/memory'
import { enrolmentToken, readOptions, serverAddress, UsageError, wholeNumber } from './arguments'
import { standardLog, untilToldToEnd, warnOfPlainHttp } from './runtime'

const MAX_HOSTS = 10_000

/** `simulate --hosts 24`: a farm of make-believe hosts, until it is told to end. */
export async function simulateCommand(args: string[]): Promise<number> {
  const values = readOptions(args, {
    server: { type: 'string' },
    token: { type: 'string' },
    hosts: { type: 'string', default: '24' },
    prefix: { type: 'string', default: 'SIM' },
    groups: { type: 'string', multiple: true, default: [] },
    sessions: { type: 'string', default: '6' },
    minutes: { type: 'string', default: '10' },
    fault: { type: 'string', multiple: true, default: [] },
    seed: { type: 'string', default: '1' },
    state: { type: 'string' },
  })
  const server = serverAddress(values.server)
  const log = standardLog()
  warnOfPlainHttp(server, log)
  const { state } = values
  const farm = new SimulatedFarm({
    server: server.origin,
    plainHttp: server.plain,
    groups: groupsOf(values),
    seed: wholeNumber(values.seed, '--seed', 0, 2 ** 32 - 1),
    sessions: wholeNumber(values.sessions, '--sessions', 0, 200),
    sessionMinutes: wholeNumber(values.minutes, '--minutes', 1, 10_000),
    faults: faultsOf(values.fault),
    clock: systemClock,
    log,
    storage: async (name) => (state === undefined ? memoryStorage() : diskStorage(join(state, name))),
  })
  const told = untilToldToEnd()
  await farm.start()
  log.info('the simulated farm runs', { server: server.origin, hosts: farm.hosts.length })
  log.info('the simulated farm ends', { signal: await told })
  await farm.stop()
  return 0
}

function groupsOf(values: {
  groups: string[]
  token?: string
  hosts: string
  prefix: string
}): SimulatedGroup[] {
  const groups = values.groups.flatMap((text) => text.split(',')).map(groupOf)
  if (groups.length > 0) return groups
  const hosts = wholeNumber(values.hosts, '--hosts', 1, MAX_HOSTS)
  return [{ token: enrolmentToken(values.token), hosts, prefix: checkPrefix(values.prefix, '--prefix') }]
}

function groupOf(text: string): SimulatedGroup {
  const [prefix, hosts, token] = text.split(':')
  if (!prefix || !hosts || !token) {
    throw new UsageError(
      `--groups: ${JSON.stringify(text)}: write PREFIX:HOSTS:TOKEN, with commas between groups`,
    )
  }
  return {
    prefix: checkPrefix(prefix, '--groups'),
    hosts: wholeNumber(hosts, '--groups', 1, MAX_HOSTS),
    token,
  }
}

function checkPrefix(prefix: string, option: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9-]{0,31}$/.test(prefix)) return prefix
  throw new UsageError(
    `${option}: ${JSON.stringify(prefix)}: a prefix has 1 to 32 letters, digits and hyphens`,
  )
}

/** `HOST:KIND` or `HOST:KIND:SETTING`, each for one fault. */
function faultsOf(texts: readonly string[]): Map<string, Fault[]> {
  const faults = new Map<string, Fault[]>()
  for (const text of texts) {
    const [host, kind, setting] = text.split(':')
    const fault = faultOf(kind ?? '', setting)
    if (!host || !fault) {
      throw new UsageError(
        `--fault: ${JSON.stringify(text)}: write HOST:KIND, or HOST:KIND:SETTING; kinds: ${FAULT_HELP}`,
      )
    }
    faults.set(host, [...(faults.get(host) ?? []), fault])
  }
  return faults
}
