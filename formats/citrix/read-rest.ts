/** Policies in the JSON of Citrix's Orchestration REST API: policy sets, policies, or the bodies that create them. */

import { assemble } from '~/formats/import/assemble'
import { decodeText } from '~/formats/import/decode-text'
import { ImportLists } from '~/formats/import/import-lists'
import {
  type IdNames,
  type ImportFile,
  type ImportResult,
  type Place,
  readingOf,
  unreadable,
} from '~/formats/import/import-result'
import { parseJson } from '~/formats/import/json-place'
import type { RawFilter, RawPolicy, RawSetting } from '~/formats/import/raw-policy'
import { filterDataValue, isTrue } from './citrix-words'

type Members = Record<string, unknown>

interface Reading {
  lists: ImportLists
  placeOf: (container: unknown) => Place
}

const MEND =
  'Give what GET /gpo/policySets/{guid}?withPolicies=true, GET /gpo/policies or a create-policy body holds.'

export function readRest(file: ImportFile, names?: IdNames): Promise<ImportResult> {
  return readingOf(() => {
    const { text } = decodeText(file.name, file.bytes)
    const { value, placeOf } = parseJson(file.name, text)
    const reading: Reading = { lists: new ImportLists(), placeOf }
    return assemble('rest', policiesIn(value, reading), reading.lists, names)
  })
}

function policiesIn(value: unknown, reading: Reading): RawPolicy[] {
  if (Array.isArray(value)) return value.flatMap((item) => policiesIn(item, reading))
  if (!isMembers(value)) return notPolicies(value, reading)
  const list = ['policies', 'items'].find((key) => Array.isArray(member(value, key)))
  if (list) return policySet(value, list, reading)
  if (text(member(value, 'policyName') ?? member(value, 'name')) === '') return notPolicies(value, reading)
  return [readPolicy(value, reading)]
}

function notPolicies(value: unknown, { placeOf }: Reading): never {
  return unreadable(placeOf(value), value, 'it is neither a policy nor a policy set', MEND)
}

const SET_PARTS =
  'policySetGuid policySetType name description policyCount policies items scopes isAssigned lastError totalItems'

function policySet(set: Members, list: string, reading: Reading): RawPolicy[] {
  leaveOthers(set, SET_PARTS, reading)
  const policies = policiesIn(member(set, list), reading)
  const type = text(member(set, 'policySetType'))
  const name = text(member(set, 'name'))
  if (type === '' || type === 'SitePolicies') return policies
  const reason = type.endsWith('Templates')
    ? `The set ${JSON.stringify(name)} holds templates, which apply to nothing`
    : `The set ${JSON.stringify(name)} belongs to the delivery groups that name it, which this file does not tell`
  const message = `${reason}: its policies come switched off. Add filters, then switch them on.`
  reading.lists.note('policy-set', message, reading.placeOf(set))
  return policies.map((policy) => ({ ...policy, enabled: false }))
}

const POLICY_PARTS =
  'policySetGuid policyGuid policyName name priority isEnabled description settings filters'

function readPolicy(value: Members, reading: Reading): RawPolicy {
  const name = text(member(value, 'policyName') ?? member(value, 'name'))
  leaveOthers(value, POLICY_PARTS, reading, name)
  const priority = member(value, 'priority')
  const enabled = member(value, 'isEnabled')
  return {
    name,
    description: text(member(value, 'description')),
    enabled: enabled === undefined || enabled === null ? true : isTrue(enabled),
    priority:
      typeof priority === 'number' && Number.isSafeInteger(priority) && priority >= 0 ? priority : null,
    settings: rows(value, 'settings', name, reading).map((row) => readSettingRow(row, name, reading)),
    filters: rows(value, 'filters', name, reading).map((row) => readFilterRow(row, name, reading)),
    place: reading.placeOf(value),
  }
}

function rows(value: Members, list: string, policy: string, reading: Reading): Members[] {
  const found = member(value, list)
  if (found === undefined || found === null) return []
  return [found].flat().filter((item): item is Members => {
    if (isMembers(item)) return true
    reading.lists.leave('attribute', list, 'it is no object', reading.placeOf(value), { policy, value: item })
    return false
  })
}

function readSettingRow(row: Members, policy: string, reading: Reading): RawSetting {
  leaveOthers(row, 'settingGuid policyGuid settingName settingValue useDefault', reading, policy)
  const id = text(member(row, 'settingName'))
  const value = member(row, 'settingValue')
  // `useDefault` counts for everything but booleans, whose value stands beside it.
  const isDefault = isTrue(member(row, 'useDefault')) && !/^(?:0|1|true|false)$/i.test(text(value))
  return { id, state: isDefault ? 'default' : 'set', value: scalarOrList(value), place: reading.placeOf(row) }
}

function readFilterRow(row: Members, policy: string, reading: Reading): RawFilter {
  leaveOthers(row, 'filterGuid policyGuid filterType isAllowed isEnabled filterData', reading, policy)
  const type = text(member(row, 'filterType'))
  const allowed = member(row, 'isAllowed')
  const enabled = member(row, 'isEnabled')
  return {
    type,
    mode: allowed === undefined ? 'not said' : isTrue(allowed) ? 'Allow' : 'Deny',
    enabled: enabled === undefined ? true : isTrue(enabled),
    value: filterDataValue(type, text(member(row, 'filterData'))),
    place: reading.placeOf(row),
  }
}

function scalarOrList(value: unknown): RawSetting['value'] {
  if (Array.isArray(value)) return value.map(text)
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value
  return value === undefined ? undefined : text(value)
}

function leaveOthers(value: Members, known: string, { lists, placeOf }: Reading, policy?: string) {
  const names = new Set(known.toLowerCase().split(' '))
  for (const [key, found] of Object.entries(value)) {
    if (names.has(key.toLowerCase())) continue
    lists.leave('attribute', key, 'it has no meaning here', placeOf(value), { policy, value: found })
  }
}

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

// The service writes camelCase; PowerShell scripts that saved its answers often made it PascalCase.
const keyOf = (value: Members, name: string) =>
  Object.hasOwn(value, name)
    ? name
    : Object.keys(value).find((key) => key.toLowerCase() === name.toLowerCase())

function member(value: Members, name: string): unknown {
  const key = keyOf(value, name)
  return key === undefined ? undefined : value[key]
}

function text(value: unknown): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
