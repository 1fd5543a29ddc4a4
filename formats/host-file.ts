/** Host files: the facts of one host and, if wanted, of its sessions, as JSON or YAML. */

import { parseAccessControl } from '~/domain/access-control'
import { loopbackOf } from '~/domain/address'
import { parseDn } from '~/domain/distinguished-name'
import { DESKTOP_KINDS } from '~/domain/filter-choices'
import { type HostFacts, SESSION_PROTOCOLS, type SessionFacts } from '~/domain/host-facts'
import { parseIp } from '~/domain/ip'
import { type Problem, problem } from '~/domain/result'
import { checkText } from '~/domain/text'
import { asList, asObject, type Members, noteUnknown, parseText } from './document'

export type HostFile =
  | { ok: true; host: HostFacts; sessions: SessionFacts[] }
  | { ok: false; problems: Problem[] }

const HOST_MEMBERS = [
  'name',
  'os',
  'arch',
  'cloudHosted',
  'deliveryGroup',
  'deliveryGroupKind',
  'tags',
  'ou',
  'sessions',
]
const SESSION_MEMBERS = [
  'id',
  'user',
  'groups',
  'clientIp',
  'clientName',
  'clientPlatform',
  'accessControl',
  'protocol',
]
const LONGEST_NAME = 253
const LONGEST_FACT = 1_000

/** Reads and checks a host file: either all of it is sound, or all problems are told. */
export function readHostFile(text: string): HostFile {
  const parsed = parseText(text, 'host file')
  if (!parsed.ok) return parsed
  const problems: Problem[] = []
  const file = asObject(parsed.value, 'host file', problems)
  if (!file) return { ok: false, problems }
  noteUnknown(file, HOST_MEMBERS, '', problems)
  checkHost(file, problems)
  const sessions = asList(file.sessions, 'sessions', problems)
  const members = sessions.map((session, index) => checkSession(session, `sessions[${index}]`, problems))
  noteDoubleIds(members, problems)
  if (problems.length > 0) return { ok: false, problems }
  const { sessions: _, ...host } = file
  return {
    ok: true,
    host: { tags: [], ...host } as unknown as HostFacts,
    sessions: members as unknown as SessionFacts[],
  }
}

function checkHost(file: Members, problems: Problem[]): void {
  note(problems, checkText(file.name, 'name', LONGEST_NAME))
  const os = asObject(file.os, 'os', problems)
  if (os) {
    noteUnknown(os, ['family', 'version'], 'os', problems)
    note(problems, oneOf(os.family, 'os.family', ['windows', 'linux']))
    note(problems, checkText(os.version, 'os.version', 200))
  }
  note(
    problems,
    optional(file.arch, (value) => oneOf(value, 'arch', ['x64', 'x86', 'arm64'])),
  )
  note(
    problems,
    optional(file.cloudHosted, (value) => onOff(value, 'cloudHosted')),
  )
  note(
    problems,
    optional(file.deliveryGroup, (value) => checkText(value, 'deliveryGroup', LONGEST_FACT)),
  )
  note(
    problems,
    optional(file.deliveryGroupKind, (value) => oneOf(value, 'deliveryGroupKind', DESKTOP_KINDS)),
  )
  checkNames(file.tags, 'tags', problems)
  note(
    problems,
    optional(file.ou, (value) => checkOu(value)),
  )
}

function checkSession(value: unknown, field: string, problems: Problem[]): Members | null {
  const session = asObject(value, field, problems)
  if (!session) return null
  noteUnknown(session, SESSION_MEMBERS, field, problems)
  const address = loopbackOf(session.id as number)
  if (!address.ok) problems.push({ ...address.problem, field: `${field}.id`, value: session.id })
  for (const name of ['user', 'clientName', 'clientPlatform'] as const) {
    note(
      problems,
      optional(session[name], (fact) => checkText(fact, `${field}.${name}`, LONGEST_FACT)),
    )
  }
  checkNames(session.groups, `${field}.groups`, problems)
  note(
    problems,
    optional(session.clientIp, (fact) => checkIp(fact, `${field}.clientIp`)),
  )
  note(
    problems,
    optional(session.accessControl, (fact) => checkAccess(fact, `${field}.accessControl`)),
  )
  note(
    problems,
    optional(session.protocol, (fact) => oneOf(fact, `${field}.protocol`, SESSION_PROTOCOLS)),
  )
  return session
}

function noteDoubleIds(sessions: (Members | null)[], problems: Problem[]): void {
  const first = new Map<unknown, number>()
  for (const [index, session] of sessions.entries()) {
    if (!session) continue
    const earlier = first.get(session.id)
    if (earlier === undefined) first.set(session.id, index)
    else {
      const rule = `sessions[${earlier}] and sessions[${index}] have the same id`
      problems.push(
        problem(`sessions[${index}].id`, session.id, rule, 'A host has one open session of an id at a time.'),
      )
    }
  }
}

const note = (problems: Problem[], found: Problem | null) => {
  if (found) problems.push(found)
}

const optional = (value: unknown, check: (value: unknown) => Problem | null) =>
  value === undefined ? null : check(value)

function oneOf(value: unknown, field: string, known: readonly string[]): Problem | null {
  if (known.some((name) => name === value)) return null
  return problem(field, value, 'it is none of the known ones', `Write ${known.join(', ')}.`)
}

function onOff(value: unknown, field: string): Problem | null {
  return typeof value === 'boolean' ? null : problem(field, value, 'it is on or off', 'Write true or false.')
}

function checkNames(value: unknown, field: string, problems: Problem[]): void {
  for (const [index, name] of asList(value, field, problems).entries()) {
    note(problems, checkText(name, `${field}[${index}]`, LONGEST_FACT))
  }
}

function checkOu(value: unknown): Problem | null {
  const blank = checkText(value, 'ou', LONGEST_FACT)
  if (blank || (typeof value === 'string' && parseDn(value))) return blank
  return problem('ou', value, 'an OU is a distinguished name', 'Write it as OU=Hosts,DC=example,DC=com.')
}

function checkIp(value: unknown, field: string): Problem | null {
  if (typeof value === 'string' && parseIp(value)) return null
  return problem(field, value, 'it is no IP address', 'Write it as 192.0.2.7 or 2001:db8::7.')
}

function checkAccess(value: unknown, field: string): Problem | null {
  if (typeof value !== 'string')
    return problem(field, value, 'it must be text', 'Write WithAccessGateway or WithoutAccessGateway.')
  const read = parseAccessControl(value, field)
  return read.ok ? null : read.problem
}
