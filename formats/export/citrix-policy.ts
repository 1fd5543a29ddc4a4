/** What of a policy Citrix has words for, whichever format carries it. */

import type { Filter, Policy } from '~/domain/policy-model'
import { byPriority } from '~/domain/policy-order'
import { SETTING_IDS, type SettingId, type SettingValue, settingShape } from '~/domain/settings'
import type { NotExpressible } from './export-result'

/** The settings that Citrix's policies hold; the others live in Microsoft's registry values, or only here. */
export type CitrixSettingId = 'VirtualLoopbackSupport' | 'VirtualLoopbackPrograms'
export const CITRIX_SETTINGS: readonly SettingId[] = ['VirtualLoopbackSupport', 'VirtualLoopbackPrograms']

export interface CitrixPolicy<WrittenFilter> {
  name: string
  description: string
  /** Off where a filter was lost that the policy needs. */
  enabled: boolean
  settings: { id: CitrixSettingId; value: boolean | string[] }[]
  filters: WrittenFilter[]
}

export interface CitrixTarget<WrittenFilter> {
  /** The filter in the target's words, or the reason why there are none. */
  filter: (filter: Filter) => { ok: true; filter: WrittenFilter } | { ok: false; reason: string }
  /** Why the target cannot have a policy of this name. */
  refuseName?: (name: string) => string | null
}

/** In order of priority. Policies that hold no setting of Citrix's are left out, and listed. */
export function citrixPolicies<WrittenFilter>(
  policies: readonly Policy[],
  target: CitrixTarget<WrittenFilter>,
): { policies: CitrixPolicy<WrittenFilter>[]; notExpressible: NotExpressible[] } {
  const missing: NotExpressible[] = []
  const written = byPriority(policies).flatMap((policy) => {
    const settings = settingsOf(policy, missing)
    const refused = target.refuseName?.(policy.name) ?? (settings.length === 0 ? NO_SETTING : null)
    if (refused !== null) {
      missing.push({
        policy: policy.name,
        what: 'the policy',
        reason: refused,
        consequence: 'policy-left-out',
      })
      return []
    }
    const { filters, lost } = filtersOf(policy, target, missing)
    const { name, description, enabled } = policy
    return [{ name, description, enabled: enabled && !lost, settings, filters }]
  })
  return { policies: written, notExpressible: missing }
}

const NO_SETTING = 'it holds no setting that Citrix policies have'

function settingsOf(policy: Policy, missing: NotExpressible[]): CitrixPolicy<never>['settings'] {
  return SETTING_IDS.flatMap((id) => {
    const value = policy.settings[id] as SettingValue | undefined
    if (value === undefined) return []
    if (CITRIX_SETTINGS.includes(id))
      return [{ id: id as CitrixSettingId, value: value as boolean | string[] }]
    const { windows } = settingShape(id)
    const reason = windows === null ? 'it exists on Linux hosts only' : `on Windows it is: ${windows}`
    missing.push({ policy: policy.name, what: `setting ${id}`, reason, consequence: 'left-out' })
    return []
  })
}

function filtersOf<WrittenFilter>(
  policy: Policy,
  target: CitrixTarget<WrittenFilter>,
  missing: NotExpressible[],
): { filters: WrittenFilter[]; lost: boolean } {
  let lost = false
  const filters = policy.filters.flatMap((filter) => {
    const written =
      filter.type === 'HostName'
        ? { ok: false as const, reason: 'Citrix has no filter for names of hosts' }
        : target.filter(filter)
    if (written.ok) return [written.filter]
    const off = policy.enabled && filter.enabled
    lost ||= off
    missing.push({
      policy: policy.name,
      what: `filter ${filter.type} ${filter.value}`,
      reason: written.reason,
      consequence: off ? 'policy-off' : 'left-out',
    })
    return []
  })
  return { filters, lost }
}

/** What of these policies a Citrix site is told, as one text: two lists that say the same to Citrix have the same. */
export function citrixContent(policies: readonly Policy[]): string {
  const { policies: told } = citrixPolicies(policies, { filter: (filter) => ({ ok: true, filter }) })
  return JSON.stringify(
    told.map(({ name, description, enabled, settings, filters }) => [
      ...[name, description, enabled],
      settings.map(({ id, value }) => [id, value]),
      filters.map(({ type, mode, enabled: on, value }) => [type, mode, on, value]),
    ]),
  )
}
