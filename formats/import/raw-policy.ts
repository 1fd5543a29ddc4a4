/** What every reader hands to `assemble`: the words of its format, not yet checked against ours. */

import type { Place } from './import-result'

export interface RawSetting {
  id: string
  /** `default`: the file says that the default of the product is to be used. `off`: configured, as switched off. */
  state: 'set' | 'on' | 'off' | 'default'
  /** Text as it stood, or entries of a list. */
  value?: string | string[] | number[] | boolean | null
  place: Place
}

export interface RawFilter {
  type: string
  mode: string
  enabled: boolean
  /** The value in our own words where the reader knows them, else as it stood. */
  value: string
  place: Place
  /** The reader could not tell what the filter compares with. */
  unresolved?: string
}

export interface RawPolicy {
  name: string
  description: string
  enabled: boolean
  /** As it stood; null where the file has none. Policies without one come last, in the order of the file. */
  priority: number | null
  settings: RawSetting[]
  filters: RawFilter[]
  place: Place
}
