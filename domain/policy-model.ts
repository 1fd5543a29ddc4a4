/** The words of policies: what an admin writes, before anything is resolved. Rulebook 3 and 5. */

import type { SettingId, SettingValue } from './settings'

/** Citrix's filter names, plus `HostName`, which Citrix does not have. */
export const FILTER_TYPES = [
  'DesktopGroup',
  'DesktopKind',
  'DesktopTag',
  'OU',
  'HostName',
  'User',
  'ClientIP',
  'ClientName',
  'ClientPlatform',
  'AccessControl',
] as const
export type FilterType = (typeof FILTER_TYPES)[number]

/** Filters that a host alone can satisfy; the others need a session. Rulebook 5. */
export const MACHINE_FILTER_TYPES = [
  'DesktopGroup',
  'DesktopKind',
  'DesktopTag',
  'OU',
  'HostName',
] as const satisfies FilterType[]

export type FilterMode = 'Allow' | 'Deny'

export interface Filter {
  type: FilterType
  mode: FilterMode
  enabled: boolean
  value: string
}

export type PolicySettings = { [Id in SettingId]?: SettingValue<Id> }

export interface Policy {
  name: string
  description: string
  enabled: boolean
  /** 1 is the highest. Unique, 1..N over the policies of a farm. */
  priority: number
  settings: PolicySettings
  filters: Filter[]
}
