import { userInfo } from 'node:os'
import { parseIp } from '~/domain/ip'
import type { PolicySettings } from '~/domain/policy-model'
import { systemClock } from '../clock'
import { enforcingPlace, wantsEnforcement } from '../drivers/select'
import { isEnrolled } from '../enrolment/identity'
import { checkSessionRequest, type SessionRequest } from '../sessions/check-request'
import { launchSession } from '../sessions/launch'
import type { OpenPlace } from '../sessions/place'
import { RecordStore } from '../sessions/record-store'
import { diskStorage } from '../storage/disk'
import { stateDirectory } from '../storage/state-directory'
import { checked, readOptions, UsageError } from './arguments'
import { localPolicies } from './local-policies'

/** `session run --session 7 [--policies FILE] [--user NAME] -- PROGRAM ARGS...`: exits as the program does. */
export async function sessionRunCommand(args: string[]): Promise<number> {
  const dashes = args.indexOf('--')
  const options = dashes < 0 ? args : args.slice(0, dashes)
  const command = dashes < 0 ? [] : args.slice(dashes + 1)
  const values = readOptions(options, {
    session: { type: 'string' },
    user: { type: 'string' },
    state: { type: 'string' },
    policies: { type: 'string' },
    host: { type: 'string' },
    vip: { type: 'string' },
  })
  const request = checked(checkSessionRequest(values.session, values.user ?? userInfo().username, command))
  if (values.host !== undefined && values.policies === undefined)
    throw new UsageError('--host goes with --policies: the facts that the policies are resolved for')
  const vip = values.vip === undefined ? null : checkVip(values.vip)
  if (process.platform !== 'linux')
    throw new Error(`sessions are launched on Linux only, not on ${process.platform}`)
  if (request.warning) warn(request.warning)
  const directory = stateDirectory(values.state)
  const storage = await diskStorage(directory)
  const settings =
    values.policies === undefined ? null : await resolved(request, values.policies, values.host)
  if (settings === null && !(await isEnrolled(storage))) {
    warn(
      `${directory} holds no enrolled host: the program runs, but nobody reports its session or gives it an address. Name the state directory of the agent with --state`,
    )
  }
  const place = await placeFor(directory, settings, vip)
  const own = settings !== null || vip !== null
  return launchSession(
    own ? { ...request, lease: false } : request,
    new RecordStore(directory),
    systemClock,
    place,
  )
}

async function resolved(request: SessionRequest, policies: string, host?: string): Promise<PolicySettings> {
  const { id, user } = request
  const { settings, warnings } = await localPolicies(policies, host ?? null, {
    id,
    user,
    protocol: 'launched',
  })
  warnings.forEach(warn)
  return settings
}

/** Null where nothing is to be enforced. @throws Error where something is and cannot be */
async function placeFor(
  directory: string,
  settings: PolicySettings | null,
  vip: string | null,
): Promise<OpenPlace | null> {
  const place = await enforcingPlace({ stateDirectory: directory, own: settings, vip, warn })
  if (place.can) return place.open
  const told = `${place.reason}. ${place.mend}`
  if (vip !== null || (settings !== null && wantsEnforcement(settings))) {
    throw new Error(`this machine cannot enforce the policies: ${told}`)
  }
  if (place.expected) warn(`nothing is enforced in this session: ${told}`)
  return null
}

function checkVip(text: string): string {
  const ip = parseIp(text)
  const [first = 0] = text.split('.').map(Number)
  if (ip?.family === 4 && !text.includes(':') && first !== 0 && first !== 127 && first < 224) return text
  throw new UsageError(
    `--vip: ${JSON.stringify(text)}: a virtual IP is an IPv4 address of one host, not loopback. Write it as 10.77.0.7`,
  )
}

function warn(text: string): void {
  process.stderr.write(`vipfarm-agent: warning: ${text}\n`)
}
