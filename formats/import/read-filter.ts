/** A filter as a foreign file has it, turned into one of ours; what cannot be is listed, and its policy is switched off. */

import { parseAccessControl } from '~/domain/access-control'
import { checkFilter } from '~/domain/filter-check'
import { CLIENT_PLATFORMS, DESKTOP_KINDS } from '~/domain/filter-choices'
import { FILTER_TYPES, type Filter, type FilterType } from '~/domain/policy-model'
import { sameName } from '~/domain/text'
import type { ImportLists } from './import-lists'
import type { IdNames } from './import-result'
import type { RawFilter } from './raw-policy'

const GUID = /^\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}?$/i
const SID = /^S-1-\d+(?:-\d+)+$/i

export const isGuid = (text: string) => GUID.test(text)
export const isSid = (text: string) => SID.test(text)

/** The filter, or null where it is listed as unknown instead. */
export function readFilter(
  raw: RawFilter,
  policy: string,
  names: IdNames,
  lists: ImportLists,
): Filter | null {
  const leave = (reason: string) => {
    lists.leave('filter', raw.type, reason, raw.place, { policy, value: raw.value })
    return null
  }
  if (raw.unresolved !== undefined) return leave(raw.unresolved)
  const type = FILTER_TYPES.find((known) => sameName(known, raw.type))
  if (!type) return leave('no filter of this type exists here')
  const mode = (['Allow', 'Deny'] as const).find((known) => sameName(known, raw.mode))
  if (!mode) return leave(`its mode is "${raw.mode}", neither Allow nor Deny`)
  const value = nameOf(type, normalFilterValue(type, raw.value), policy, names, lists, raw)
  const filter: Filter = { type, mode, enabled: raw.enabled, value }
  const [problem] = checkFilter(filter, type)
  return problem ? leave(`${problem.rule}. ${problem.mend}`) : filter
}

/** One way to write each value: Citrix's own letters, and the short form of an access control that asks for nothing more. */
export function normalFilterValue(type: FilterType, value: string): string {
  switch (type) {
    case 'DesktopKind':
      return DESKTOP_KINDS.find((known) => sameName(known, value.trim())) ?? value
    case 'ClientPlatform':
      return CLIENT_PLATFORMS.find((known) => sameName(known, value.trim())) ?? value
    case 'AccessControl':
      return accessControlText(value)
    default:
      return value
  }
}

function accessControlText(value: string): string {
  const parsed = parseAccessControl(value, '')
  if (!parsed.ok) return value
  const { connection, condition, gateway } = parsed.value
  if (condition === '*' && gateway === '*') return connection
  return JSON.stringify({ Connection: connection, Condition: condition, Gateway: gateway })
}

const BY_ID: Partial<
  Record<FilterType, { of: keyof IdNames; isId: (text: string) => boolean; what: string }>
> = {
  DesktopGroup: { of: 'deliveryGroups', isId: isGuid, what: 'delivery group' },
  DesktopTag: { of: 'tags', isId: isGuid, what: 'tag' },
  User: { of: 'users', isId: isSid, what: 'user or group' },
}

function nameOf(
  type: FilterType,
  value: string,
  policy: string,
  names: IdNames,
  lists: ImportLists,
  raw: RawFilter,
): string {
  const byId = BY_ID[type]
  if (!byId?.isId(value)) return value
  const id = value.replace(/[{}]/g, '')
  const name = names[byId.of].get(id.toLowerCase())
  if (name !== undefined) return name
  lists.note(
    'id-not-name',
    `The ${byId.what} is known by its id ${id} only. Hosts are compared by name: give the name with --ids, or write it in.`,
    raw.place,
    policy,
  )
  return id
}
