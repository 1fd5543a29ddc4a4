/** Filters of the Citrix terraform provider: a resource of its own each, or a list inside `citrix_policy_set`. */

import { accessControlJson } from '~/formats/citrix/citrix-words'
import type { Place } from '~/formats/import/import-result'
import type { RawFilter } from '~/formats/import/raw-policy'
import { type TfNames, tfName } from './tf-names'
import { isTfObject, TfReference, TfUnresolved, type TfValue, tfText } from './tf-value'

type Attributes = { [name: string]: TfValue }

interface FilterKind {
  type: string
  attribute: string
}

/** By the part of the resource's name before `_policy_filter`, which is also that before `_filters` in a policy set. */
export const TF_FILTERS: Record<string, FilterKind> = {
  access_control: { type: 'AccessControl', attribute: 'connection_type' },
  branch_repeater: { type: 'BranchRepeater', attribute: 'allowed' },
  client_ip: { type: 'ClientIP', attribute: 'ip_address' },
  client_name: { type: 'ClientName', attribute: 'client_name' },
  client_platform: { type: 'ClientPlatform', attribute: 'platform' },
  delivery_group: { type: 'DesktopGroup', attribute: 'delivery_group_id' },
  delivery_group_type: { type: 'DesktopKind', attribute: 'delivery_group_type' },
  ou: { type: 'OU', attribute: 'ou' },
  tag: { type: 'DesktopTag', attribute: 'tag' },
  user: { type: 'User', attribute: 'sid' },
}

/** A filter of one kind from its attributes. */
export function readTfFilter(kind: string, row: Attributes, names: TfNames, place: Place): RawFilter {
  const known = TF_FILTERS[kind]
  const type = known?.type ?? kind
  const value =
    kind === 'access_control'
      ? accessControl(row)
      : tfName(known ? row[known.attribute] : undefined, type, names)
  return filterOf(type, row, value, place)
}

/** The older form: `{type, data = {server, uuid, connection, condition, gateway, value}}`. */
export function readOldTfFilter(row: Attributes, names: TfNames, place: Place): RawFilter {
  const type = tfText(row.type)
  const data = isTfObject(row.data) ? row.data : {}
  if (type === 'AccessControl') return filterOf(type, row, accessControl(data), place)
  return filterOf(type, row, tfName(data.uuid ?? data.value, type, names), place)
}

function filterOf(type: string, row: Attributes, value: TfValue, place: Place): RawFilter {
  const { allowed, enabled = true } = row
  const unresolved =
    unresolvedText(value) ?? unresolvedText(allowed) ?? unresolvedText(enabled) ?? repeated(row)
  return {
    type,
    mode: allowed === true || allowed === 'true' ? 'Allow' : allowed === undefined ? 'not said' : 'Deny',
    // What cannot be told counts as on: losing it then switches the policy off.
    enabled: enabled !== false && enabled !== 'false',
    value: tfText(value),
    place,
    ...(unresolved !== null && { unresolved }),
  }
}

function accessControl(row: Attributes): TfValue {
  const parts = [row.connection_type ?? row.connection, row.condition ?? '*', row.gateway ?? '*']
  const unknown = parts.find((part) => unresolvedText(part) !== null)
  if (unknown !== undefined) return unknown
  return accessControlJson(tfText(parts[0]), tfText(parts[1]), tfText(parts[2]))
}

function repeated(row: Attributes): string | null {
  return row.for_each !== undefined || row.count !== undefined
    ? 'for_each and count are not worked out: import the state instead'
    : null
}

function unresolvedText(value: TfValue): string | null {
  if (value instanceof TfUnresolved || value instanceof TfReference) {
    return `${tfText(value)} is not known from this file: import the state instead`
  }
  return null
}
