/** The order in which policies are asked, and what one of them sets. Rulebook 5. */

import type { Policy } from './policy-model'
import { SETTING_IDS, type SettingId } from './settings'

/** Highest priority first. Names settle what a checked set of policies never has: two of one priority. */
export function byPriority(policies: readonly Policy[]): Policy[] {
  return [...policies].sort(
    (one, other) =>
      one.priority - other.priority || (one.name < other.name ? -1 : Number(one.name > other.name)),
  )
}

/** The settings a policy has a value for, in the registry's order. */
export function settingsOf({ settings }: Policy): SettingId[] {
  return SETTING_IDS.filter((id) => settings[id] !== undefined)
}
