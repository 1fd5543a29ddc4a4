/** Filter values in the form in which Citrix stores them: ids for delivery groups, tags and people, JSON for access control. */

import { parseAccessControl } from '~/domain/access-control'
import type { Filter } from '~/domain/policy-model'
import { foldName } from '~/domain/text'
import { isGuid, isSid } from '../import/read-filter'
import type { NameIds } from './export-result'

export type FilterData = { ok: true; data: string } | { ok: false; reason: string }

/** `filterData` of the REST API. */
export function filterData(filter: Filter, ids: NameIds): FilterData {
  switch (filter.type) {
    case 'DesktopGroup':
    case 'DesktopTag': {
      const id = objectId(filter, ids)
      return id.ok ? { ok: true, data: JSON.stringify({ server: '', uuid: id.data }) } : id
    }
    case 'User':
      return objectId(filter, ids)
    case 'AccessControl':
      return { ok: true, data: accessControlData(filter.value) }
    default:
      return { ok: true, data: filter.value }
  }
}

/** The id of a delivery group, a tag, a user or a group: as it stands, or by the names that were given. */
export function objectId({ type, value }: Filter, ids: NameIds): FilterData {
  if (type === 'User' ? isSid(value) : isGuid(value)) return { ok: true, data: value }
  const section = type === 'DesktopGroup' ? ids.deliveryGroups : type === 'DesktopTag' ? ids.tags : ids.users
  const id = section.get(foldName(value))
  if (id !== undefined) return { ok: true, data: id }
  const what =
    type === 'User'
      ? 'the SID of this user or group'
      : `the id of this ${type === 'DesktopGroup' ? 'delivery group' : 'tag'}`
  return { ok: false, reason: `Citrix wants ${what}: give it with --ids` }
}

/** Connection, condition and gateway of an access control that was checked before. */
export function accessControlParts(value: string): {
  connection: string
  condition: string
  gateway: string
} {
  const parsed = parseAccessControl(value, '')
  return parsed.ok ? parsed.value : { connection: value, condition: '*', gateway: '*' }
}

function accessControlData(value: string): string {
  const { connection, condition, gateway } = accessControlParts(value)
  return JSON.stringify({ Connection: connection, Condition: condition, Gateway: gateway })
}
