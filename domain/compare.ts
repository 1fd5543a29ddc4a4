/** Two policies, or two resolutions, side by side: per setting whether they differ, and lists as added and removed entries. */

import { type Change, diffPolicies } from './policy-diff'
import type { Filter, Policy, PolicySettings } from './policy-model'
import type { Resolution } from './resolve'
import { SETTING_IDS, type SettingId, type SettingValue } from './settings'

export interface SettingComparison {
  setting: SettingId
  different: boolean
  /** Null where the side does not set it (its default is in force). */
  values: [SettingValue | null, SettingValue | null]
  inUse: [boolean, boolean]
  /** For lists that differ: what only the second, or only the first, side has. */
  added?: string[]
  removed?: string[]
}

type Values = { [Id in SettingId]?: SettingValue }

/** Every setting that either side sets, in the registry's order. */
export function compareValues(one: Values, other: Values): SettingComparison[] {
  const [change] = diffPolicies([holding(one)], [holding(other)])
  const changes = new Map(change?.settings.map((row) => [row.setting, row]))
  return SETTING_IDS.flatMap((setting): SettingComparison[] => {
    const [first, second] = [one[setting], other[setting]]
    if (first === undefined && second === undefined) return []
    const { added, removed } = changes.get(setting) ?? {}
    return [
      {
        setting,
        different: changes.has(setting),
        values: [first ?? null, second ?? null],
        inUse: [first !== undefined, second !== undefined],
        ...(added && { added }),
        ...(removed && { removed }),
      },
    ]
  })
}

const holding = (settings: Values): Policy => ({
  name: 'compared',
  description: '',
  enabled: true,
  priority: 1,
  settings: settings as PolicySettings,
  filters: [],
})

export interface PolicyComparison {
  different: boolean
  settings: SettingComparison[]
  filters: { added: Filter[]; removed: Filter[] }
  enabled?: Change<boolean>
  priority?: Change<number>
  description?: Change<string>
}

/** Two policies, whatever they are called. */
export function comparePolicies(one: Policy, other: Policy): PolicyComparison {
  const [change] = diffPolicies([one], [{ ...other, name: one.name }])
  const settings = compareValues(one.settings, other.settings)
  if (!change) return { different: false, settings, filters: { added: [], removed: [] } }
  const { enabled, priority, description, filters } = change
  return {
    different:
      settings.some((row) => row.different) ||
      Boolean(enabled ?? description) ||
      filters.added.length + filters.removed.length > 0,
    settings,
    filters,
    ...(enabled && { enabled }),
    ...(priority && { priority }),
    ...(description && { description }),
  }
}

export interface EffectiveComparison extends SettingComparison {
  /** The winning policy on each side. */
  policies: [string | null, string | null]
  /** Why a side cannot do it, where it cannot. */
  notApplicable: [string | null, string | null]
}

export interface ResolutionComparison {
  different: boolean
  settings: EffectiveComparison[]
}

/**
 * Two hosts under the same policies, or one host under two sets of them. A setting differs when its value does, or when
 * only one side can do it; another winner with the same value is no difference.
 */
export function compareResolutions(one: Resolution, other: Resolution): ResolutionComparison {
  const reason = (side: Resolution, setting: SettingId) =>
    side.notApplicable.find((row) => row.setting === setting)?.reason ?? null
  const settings = compareValues(valuesOf(one), valuesOf(other)).map((row): EffectiveComparison => {
    const notApplicable: EffectiveComparison['notApplicable'] = [
      reason(one, row.setting),
      reason(other, row.setting),
    ]
    return {
      ...row,
      different: row.different || (notApplicable[0] === null) !== (notApplicable[1] === null),
      policies: [one.settings[row.setting]?.policy ?? null, other.settings[row.setting]?.policy ?? null],
      notApplicable,
    }
  })
  return { different: settings.some((row) => row.different), settings }
}

function valuesOf({ settings }: Resolution): Values {
  return Object.fromEntries(Object.entries(settings).map(([id, winner]) => [id, winner.value]))
}
