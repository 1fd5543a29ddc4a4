/** A setting as a foreign file has it, turned into a value of ours; what cannot be is listed. Rulebook 3. */

import { checkProgramEntry, MAX_LIST_ENTRIES } from '~/domain/program'
import { checkSettingValue, MAX_PORTS } from '~/domain/setting-value'
import { isSettingId, type SettingId, type SettingValue, settingShape } from '~/domain/settings'
import type { ImportLists } from './import-lists'
import type { RawSetting } from './raw-policy'

/** Ids of XenApp 6 that later releases dropped: kept and shown, never applied. */
export const LEGACY_SETTING_IDS = [
  'FilterAdapterAddresses',
  'FilterAdapterAddressesPrograms',
  'EnhancedCompatibility',
  'EnhancedCompatibilityPrograms',
] as const

const isLegacy = (id: string) => LEGACY_SETTING_IDS.some((legacy) => legacy === id)

export type ReadSetting = { id: SettingId; value: SettingValue } | null

/** The setting, or null where it is listed as unknown or legacy instead. */
export function readSetting(raw: RawSetting, policy: string, lists: ImportLists): ReadSetting {
  const { id, value, place } = raw
  if (isLegacy(id)) {
    lists.keepLegacy(id, 'a setting of XenApp 6 that supported releases no longer have', place, {
      policy,
      value: value ?? raw.state,
    })
    return null
  }
  if (!isSettingId(id)) {
    const reason = 'not a setting of virtual IP or virtual loopback'
    lists.leave('setting', id, reason, place, { policy, value: value ?? raw.state })
    return null
  }
  const read =
    raw.state === 'default' ? defaultOf(id, raw, policy, lists) : ourValueOf(id, raw, policy, lists)
  return read === undefined ? null : { id, value: read as SettingValue }
}

function defaultOf(id: SettingId, { place }: RawSetting, policy: string, lists: ImportLists): unknown {
  const value = settingShape(id).default
  lists.note(
    'default-used',
    `${id} was set to use its default: it is ${JSON.stringify(value)} now`,
    place,
    policy,
  )
  return Array.isArray(value) ? [...value] : value
}

function ourValueOf(id: SettingId, raw: RawSetting, policy: string, lists: ImportLists): unknown {
  switch (settingShape(id).kind) {
    case 'boolean':
      return booleanOf(id, raw, policy, lists)
    case 'program-list':
      return programsOf(id, raw, policy, lists)
    case 'port-list':
      return portsOf(id, raw, policy, lists)
    default:
      return checkedOf(id, raw, policy, lists)
  }
}

const YES = new Set(['1', 'true', 'enabled', 'allowed'])
const NO = new Set(['0', 'false', 'disabled', 'prohibited'])

function booleanOf(id: SettingId, raw: RawSetting, policy: string, lists: ImportLists): boolean | undefined {
  if (raw.state === 'on') return true
  if (raw.state === 'off') return false
  if (typeof raw.value === 'boolean') return raw.value
  const word = String(raw.value ?? '')
    .trim()
    .toLowerCase()
  if (YES.has(word)) return true
  if (NO.has(word)) return false
  lists.leave('setting', id, 'it is neither on nor off', raw.place, { policy, value: raw.value })
  return undefined
}

function programsOf(
  id: SettingId,
  raw: RawSetting,
  policy: string,
  lists: ImportLists,
): string[] | undefined {
  const entries = entriesOf(id, raw, policy, lists)
  if (!entries) return undefined
  const kept: string[] = []
  for (const entry of entries) {
    const checked = checkProgramEntry(entry, id)
    const reason = !checked.ok
      ? checked.problem.rule
      : kept.length >= MAX_LIST_ENTRIES
        ? `a list has at most ${MAX_LIST_ENTRIES} entries`
        : null
    if (reason) lists.leave('entry', id, reason, raw.place, { policy, value: entry })
    else kept.push(entry as string)
  }
  return kept
}

function portsOf(id: SettingId, raw: RawSetting, policy: string, lists: ImportLists): number[] | undefined {
  const entries = entriesOf(id, raw, policy, lists)
  if (!entries) return undefined
  const kept: number[] = []
  for (const entry of entries) {
    const port =
      typeof entry === 'number' ? entry : /^\d{1,5}$/.test(String(entry)) ? Number(entry) : Number.NaN
    const fits = checkSettingValue(id, [port], id).ok && kept.length < MAX_PORTS
    if (fits) kept.push(port)
    else lists.leave('entry', id, 'it is no port from 1 to 65535', raw.place, { policy, value: entry })
  }
  return kept
}

function entriesOf(
  id: SettingId,
  raw: RawSetting,
  policy: string,
  lists: ImportLists,
): unknown[] | undefined {
  if (Array.isArray(raw.value)) return raw.value
  if (raw.state === 'off') {
    lists.leave('setting', id, 'a list that is switched off has no entries to take', raw.place, { policy })
    return undefined
  }
  if (raw.value === undefined || raw.value === null || raw.value === '') return []
  if (typeof raw.value === 'string') {
    const list = raw.value.trimStart().startsWith('[') ? jsonList(raw.value) : [raw.value]
    if (list) return list
  }
  lists.leave('setting', id, 'it is no list', raw.place, { policy, value: raw.value })
  return undefined
}

function jsonList(text: string): unknown[] | null {
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) ? value : null
  } catch {
    return null
  }
}

function checkedOf(id: SettingId, raw: RawSetting, policy: string, lists: ImportLists): unknown {
  const checked = checkSettingValue(id, raw.value, id)
  if (checked.ok) return checked.value
  lists.leave('setting', id, `${checked.problem.rule}. ${checked.problem.mend}`, raw.place, {
    policy,
    value: raw.value ?? raw.state,
  })
  return undefined
}
