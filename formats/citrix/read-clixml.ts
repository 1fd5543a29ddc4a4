/** The three files of `Export-CtxGroupPolicy`: GroupPolicy.xml, GroupPolicyConfiguration.xml, GroupPolicyFilter.xml. */

import { isSettingId } from '~/domain/settings'
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
import type { RawFilter, RawSetting } from '~/formats/import/raw-policy'
import { LEGACY_SETTING_IDS } from '~/formats/import/read-setting'
import {
  accessControlJson,
  filterDataValue,
  type HalfPolicy,
  isTrue,
  stateOf,
  UNFILTERED,
} from './citrix-words'
import { CliObject, type CliValue, cliText, readClixml } from './clixml-value'
import { joinHalves } from './join-halves'
import { readXml } from './xml-tree'

type Part = 'policies' | 'configurations' | 'filters'

/** Which of the three files each is shows in its content, so they may be called anything. */
export function readCtxGroupPolicy(files: ImportFile[], names?: IdNames): Promise<ImportResult> {
  return readingOf(() => {
    const lists = new ImportLists()
    const rows: Record<Part, CliObject[]> = { policies: [], configurations: [], filters: [] }
    const seen = new Set<Part>()
    for (const file of files) {
      for (const row of objectsOf(file, lists)) {
        const part = partOf(row)
        seen.add(part)
        rows[part].push(row)
      }
    }
    const missing = (['policies', 'configurations'] as const).filter((part) => !seen.has(part))
    if (missing.length > 0) refuseMissing(files, missing)
    const halves = rows.policies.map((row) => halfOf(row, lists))
    if (!seen.has('filters') && files.length < 3) switchOff(halves, lists)
    for (const row of rows.configurations) addSettings(row, halves, lists)
    for (const row of rows.filters) addFilter(row, halves, lists)
    const isOurs = (id: string) => isSettingId(id) || LEGACY_SETTING_IDS.some((legacy) => legacy === id)
    return assemble('clixml', joinHalves(halves, isOurs, lists), lists, names)
  })
}

function objectsOf(file: ImportFile, lists: ImportLists): CliObject[] {
  const root = readXml(file.name, decodeText(file.name, file.bytes).text)
  // One object alone travels as itself, several as one list or one after another.
  return readClixml(root)
    .flat()
    .flatMap((value) => {
      if (value instanceof CliObject) return [value]
      if (value !== null) lists.leave('row', 'value', 'not an object', root.place, { value: cliText(value) })
      return []
    })
}

function partOf(row: CliObject): Part {
  if (row.members.has('FilterType')) return 'filters'
  return row.members.has('Priority') ? 'policies' : 'configurations'
}

const FILES: Record<Part, string> = {
  policies: 'GroupPolicy.xml',
  configurations: 'GroupPolicyConfiguration.xml',
  filters: 'GroupPolicyFilter.xml',
}

function refuseMissing(files: ImportFile[], missing: Part[]): never {
  const wanted = missing.map((part) => FILES[part]).join(' and ')
  const place = { file: files[0]?.name ?? wanted, line: 1, column: 1 }
  return unreadable(
    place,
    files.map(({ name }) => name).join(', '),
    `${wanted} is missing, or holds nothing`,
    'Give all three files of the folder: GroupPolicy.xml, GroupPolicyConfiguration.xml and GroupPolicyFilter.xml.',
  )
}

// Without its filters a policy would reach every host. (A third file without objects is a site without filters; and the
// policy Unfiltered never has any.)
function switchOff(halves: HalfPolicy[], lists: ImportLists) {
  for (const half of halves.filter(
    ({ enabled, half, name }) => enabled && half === 'Computer' && name !== UNFILTERED,
  )) {
    half.enabled = false
    const message =
      'GroupPolicyFilter.xml was not given, so the policy comes switched off: its filters are not known.'
    lists.note('disabled-for-safety', message, half.place, half.name)
  }
}

function halfOf(row: CliObject, lists: ImportLists): HalfPolicy {
  const name = cliText(row.get('PolicyName'))
  leaveOthers(row, ['PolicyName', 'Type', 'Description', 'Enabled', 'Priority'], name, lists)
  const priority = Number(cliText(row.get('Priority')))
  return {
    half: sideOf(row),
    name,
    description: cliText(row.get('Description')),
    enabled: isTrue(cliText(row.get('Enabled'))),
    priority: Number.isSafeInteger(priority) && priority > 0 ? priority : null,
    settings: [],
    filters: [],
    place: row.place,
  }
}

const sideOf = (row: CliObject) => (/^user$/i.test(cliText(row.get('Type'))) ? 'User' : 'Computer')

function owner(row: CliObject, halves: HalfPolicy[]): HalfPolicy | undefined {
  const name = cliText(row.get('PolicyName')).toLowerCase()
  return halves.find((half) => half.name.toLowerCase() === name && half.half === sideOf(row))
}

function addSettings(row: CliObject, halves: HalfPolicy[], lists: ImportLists) {
  const policy = owner(row, halves)
  const name = cliText(row.get('PolicyName'))
  for (const [id, value] of row.members) {
    if (id === 'PolicyName' || id === 'Type') continue
    const setting = settingOf(id, value, name, row.place, lists)
    if (!setting) continue
    if (policy) policy.settings.push(setting)
    else lists.leave('setting', id, 'its policy is not in GroupPolicy.xml', setting.place, { policy: name })
  }
}

function settingOf(
  id: string,
  value: CliValue,
  policy: string,
  place: Place,
  lists: ImportLists,
): RawSetting | null {
  if (!(value instanceof CliObject)) {
    lists.leave('attribute', id, 'a setting is an object with a State', place, {
      policy,
      value: cliText(value),
    })
    return null
  }
  const word = cliText(value.get('State'))
  const state = stateOf(word)
  if (state === null) return null
  if (state === undefined) {
    lists.leave('setting', id, `its state "${word}" is not known`, value.place, { policy })
    return null
  }
  leaveOthers(value, ['State', 'Value', 'Values', 'Path'], policy, lists, id)
  const values = value.get('Values')
  const list = values === undefined || values === null ? undefined : [values].flat().map(cliText)
  return {
    id,
    state,
    value: list ?? (value.has('Value') ? cliText(value.get('Value')) : undefined),
    place: value.place,
  }
}

const FILTER_MEMBERS =
  'PolicyName Type FilterName FilterType Enabled Mode FilterValue ConnectionType AccessGatewayFarm AccessCondition'

function addFilter(row: CliObject, halves: HalfPolicy[], lists: ImportLists) {
  const policy = owner(row, halves)
  const name = cliText(row.get('PolicyName'))
  leaveOthers(row, FILTER_MEMBERS.split(' '), name, lists)
  const filter = filterOf(row)
  if (policy) policy.filters.push(filter)
  else {
    const reason = 'its policy is not in GroupPolicy.xml'
    lists.leave('filter', filter.type, reason, row.place, { policy: name, value: filter.value })
  }
}

function filterOf(row: CliObject): RawFilter {
  const type = cliText(row.get('FilterType'))
  const connection = cliText(row.get('ConnectionType'))
  const plain = filterDataValue(type, cliText(row.get('FilterValue')))
  const value =
    type === 'AccessControl' && connection !== ''
      ? accessControlJson(
          connection,
          cliText(row.get('AccessCondition')),
          cliText(row.get('AccessGatewayFarm')),
        )
      : plain
  return {
    type,
    mode: cliText(row.get('Mode')),
    enabled: isTrue(cliText(row.get('Enabled'))),
    value,
    place: row.place,
  }
}

function leaveOthers(row: CliObject, known: string[], policy: string, lists: ImportLists, of?: string) {
  for (const [name, value] of row.members) {
    if (known.includes(name)) continue
    const reason = of ? `${of} has no such part here` : 'it has no meaning here'
    lists.leave('attribute', name, reason, row.place, { policy, value: cliText(value) })
  }
}
