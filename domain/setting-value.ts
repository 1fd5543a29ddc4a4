/** Whether a value may stand for a setting. Rulebook 2 and 3. */

import { parseIp } from './ip'
import { checkProgramList } from './program'
import { type Problem, problem, type Result } from './result'
import {
  isSettingId,
  LEGACY_SETTING_IDS,
  SETTING_IDS,
  type SettingId,
  type SettingValue,
  settingShape,
} from './settings'
import { checkText } from './text'

export const MAX_PORTS = 2_000
export const MAX_POOL_NAME_LENGTH = 100

/** The value, if it is one that the setting takes; else its first problem. An unknown id is a problem of its own. */
export function checkSettingValue(id: string, value: unknown, field: string): Result<SettingValue> {
  const [first] = settingProblems(id, value, field)
  return first ? { ok: false, problem: first } : { ok: true, value: value as SettingValue }
}

/** Every problem of a value: a list may have several. */
export function settingProblems(id: string, value: unknown, field: string): Problem[] {
  if (LEGACY_SETTING_IDS.includes(id)) {
    const rule = 'it is a setting of XenApp 6, which nothing applies any more'
    return [problem(field, id, rule, 'Remove it from the policy.')]
  }
  if (!isSettingId(id)) {
    return [
      problem(field, id, 'there is no setting of this id', `The settings are ${SETTING_IDS.join(', ')}.`),
    ]
  }
  const found = kindProblems(id, value, field)
  return Array.isArray(found) ? found : found ? [found] : []
}

function kindProblems(id: SettingId, value: unknown, field: string): Problem | Problem[] | null {
  const shape = settingShape(id)
  switch (shape.kind) {
    case 'boolean':
      return typeof value === 'boolean'
        ? null
        : problem(field, value, 'it is on or off', 'Write true or false.')
    case 'choice':
      return choiceProblem(shape.choices ?? [], value, field)
    case 'program-list':
      return checkProgramList(value, field)
    case 'port-list':
      return portProblems(value, field)
    case 'adapter':
      return value === null ? null : adapterProblem(value, field)
    case 'pool-name':
      return value === null ? null : checkText(value, field, MAX_POOL_NAME_LENGTH)
  }
}

function choiceProblem(choices: readonly string[], value: unknown, field: string): Problem | null {
  if (choices.some((choice) => choice === value)) return null
  const all = choices.join(' or ')
  return problem(field, value, `it is ${all}`, `Write ${all}.`)
}

function portProblems(value: unknown, field: string): Problem[] {
  if (!Array.isArray(value))
    return [problem(field, value, 'it must be a list of ports', 'Write it as a list, such as [8080].')]
  if (value.length > MAX_PORTS) {
    return [
      problem(
        field,
        `${value.length} ports`,
        `a list has at most ${MAX_PORTS} ports`,
        'Remove some of them.',
      ),
    ]
  }
  return value.flatMap((port, index) =>
    Number.isInteger(port) && port >= 1 && port <= 65_535
      ? []
      : [
          problem(
            `${field}[${index}]`,
            port,
            'a port is a whole number from 1 to 65535',
            'Write each port as a number.',
          ),
        ],
  )
}

const MAC = /^[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}$/i

function adapterProblem(value: unknown, field: string): Problem | null {
  if (typeof value === 'string' && (MAC.test(value) || isCidr(value))) return null
  const mend = 'Write its network as 192.0.2.0/24, or its hardware address as 00-15-5D-01-02-03.'
  return problem(field, value, 'an adapter is named by CIDR or by MAC', mend)
}

function isCidr(value: string): boolean {
  const [address = '', length = '', ...rest] = value.split('/')
  const ip = parseIp(address)
  return (
    ip !== null &&
    rest.length === 0 &&
    /^(?:0|[1-9]\d{0,2})$/.test(length) &&
    Number(length) <= (ip.family === 4 ? 32 : 128)
  )
}
