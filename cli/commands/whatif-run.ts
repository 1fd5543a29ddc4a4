/** The work behind `vipfarm whatif`. */

import { parseAccessControl } from '~/domain/access-control'
import { loopbackOf } from '~/domain/address'
import { CLIENT_PLATFORMS } from '~/domain/filter-choices'
import type { SessionFacts } from '~/domain/host-facts'
import { parseIp } from '~/domain/ip'
import { problemText } from '~/domain/result'
import { checkText, sameName } from '~/domain/text'
import { type DescribedUser, type WhatIf, whatIf } from '~/domain/what-if'
import { whatIfHtml } from '~/formats/what-if-html'
import { borrowFarm } from '../borrow-farm'
import { askedHost } from '../farm-host'
import { CliError, type CliIo } from '../io'
import { allRead, readHost, readPolicies } from './compare-files'
import type { WhatIfOptions } from './whatif'
import { whatIfTables } from './whatif-tables'

/** @throws CliError with the problems of the files, or of what was described. */
export async function runWhatIf(options: WhatIfOptions, io: CliIo): Promise<void> {
  const { policies } = options
  const answer =
    policies === undefined ? await ofTheFarm(options, io) : await ofFiles({ ...options, policies }, io)
  if (options.html !== undefined) await io.writeFile(options.html, whatIfHtml(answer))
  if (options.json) io.stdout(`${whatIfJson(answer)}\n`)
  else if (options.html === undefined) io.stdout(whatIfTables(answer))
}

async function ofFiles(options: WhatIfOptions & { policies: string }, io: CliIo): Promise<WhatIf> {
  const [policies, { host, sessions }] = await allRead([
    readPolicies(io, '--policies', options.policies),
    readHost(io, '--host', options.host),
  ])
  const user = describedUser(options)
  return whatIf({
    policies,
    host,
    sessions: [...sessions, ...describedSessions(options, user, sessions)],
    ...(user && { user }),
    rule: options.filterRule,
    options: { allowUnverifiedOs: options.allowUnverifiedOs === true },
  })
}

/** Filter rule and unverified releases are as the farm's settings say, unless they are given. */
async function ofTheFarm(options: WhatIfOptions, io: CliIo): Promise<WhatIf> {
  const { host, sessions } = await askedHost(io, '--host', options.host)
  const user = describedUser(options)
  const { filterRule: rule, allowUnverifiedOs } = options
  const question = {
    policies: options.draft ? ('draft' as const) : ('published' as const),
    host,
    sessions: [...sessions, ...describedSessions(options, user, sessions)],
    ...(user && { user }),
    ...{ rule, allowUnverifiedOs },
  }
  return borrowFarm(io, async ({ database }) => {
    const { askWhatIf } = await import('~/server/services/policies/ask-what-if')
    return askWhatIf({ database }, question)
  })
}

/** The line of `resolve --json` with more members behind it; what both have is the same, member for member. */
export function whatIfJson(answer: WhatIf): string {
  const { settings, losers, notApplicable, warnings, predictions, skipped, evidence, user } = answer
  const bare = (values: WhatIf['settings']) =>
    Object.fromEntries(Object.entries(values).map(([id, { value, policy }]) => [id, { value, policy }]))
  return JSON.stringify({
    settings: bare(settings),
    losers: losers.map(({ setting, policy, lostTo }) => ({ setting, policy, lostTo })),
    notApplicable,
    warnings,
    sessions: predictions.map(({ session, loopback }) => ({ id: session.id, loopback })),
    skipped: skipped.map(({ policy, reason }) => ({ policy, reason })),
    lost: losers,
    evidence,
    predictions: predictions.map(({ session, ...prediction }) => ({ ...session, ...prediction })),
    ...(user && { user: { ...user, settings: bare(user.settings) } }),
  })
}

function describedUser(options: WhatIfOptions): DescribedUser | undefined {
  const { user, group, clientIp, clientName, clientPlatform, accessControl } = options
  const facts: DescribedUser = {
    ...(user !== undefined && { user: text('--user', user) }),
    ...(group && { groups: group.map((name) => text('--group', name)) }),
    ...(clientIp !== undefined && { clientIp: address(clientIp) }),
    ...(clientName !== undefined && { clientName: text('--client-name', clientName) }),
    ...(clientPlatform !== undefined && { clientPlatform: platform(clientPlatform) }),
    ...(accessControl !== undefined && { accessControl: access(accessControl) }),
  }
  return Object.keys(facts).length > 0 ? facts : undefined
}

function describedSessions(
  { session = [] }: WhatIfOptions,
  user: DescribedUser | undefined,
  known: SessionFacts[],
): SessionFacts[] {
  const ids = new Set(known.map(({ id }) => id))
  return session.map((typed) => {
    const id = /^\d+$/.test(typed) ? Number(typed) : Number.NaN
    const checked = loopbackOf(id)
    if (!checked.ok)
      throw new CliError([problemText({ ...checked.problem, field: '--session', value: typed })])
    if (ids.has(id)) {
      throw new CliError([
        `--session: ${typed}: this session stands there already. Give each id once, and none of the host file's.`,
      ])
    }
    ids.add(id)
    return { ...user, id }
  })
}

function text(option: string, value: string): string {
  const problem = checkText(value, option, 1_000)
  if (problem) throw new CliError([problemText(problem)])
  return value
}

function address(value: string): string {
  if (parseIp(value)) return value
  throw new CliError([
    `--client-ip: ${JSON.stringify(value)}: it is no IP address. Write it as 192.0.2.7 or 2001:db8::7.`,
  ])
}

function platform(value: string): string {
  const known = CLIENT_PLATFORMS.find((name) => sameName(name, value))
  if (known) return known
  throw new CliError([
    `--client-platform: ${JSON.stringify(value)}: it is none of the known ones. Write ${CLIENT_PLATFORMS.join(', ')}.`,
  ])
}

function access(value: string): string {
  const read = parseAccessControl(value, '--access-control')
  if (!read.ok) throw new CliError([problemText(read.problem)])
  return value
}
