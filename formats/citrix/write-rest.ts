/** Policies as bodies for `POST /gpo/policies` of Citrix's Orchestration REST API, highest priority first. */

import type { Policy } from '~/domain/policy-model'
import { filterData } from '~/formats/export/citrix-filter'
import { citrixPolicies } from '~/formats/export/citrix-policy'
import { type Exported, type NameIds, NO_IDS, type NotExpressible } from '~/formats/export/export-result'

export interface RestPolicy {
  name: string
  description: string
  isEnabled: boolean
  settings: { settingName: string; useDefault: boolean; settingValue: string }[]
  filters: { filterType: string; isAllowed: boolean; isEnabled: boolean; filterData: string }[]
}

/** New policies get the lowest priority: created in this order they stand in this order. */
export function writeRest(policies: readonly Policy[], ids: NameIds = NO_IDS): Exported {
  const { bodies, notExpressible } = restPolicies(policies, ids)
  return { text: `${JSON.stringify({ policies: bodies }, null, 2)}\n`, notExpressible }
}

export function restPolicies(
  policies: readonly Policy[],
  ids: NameIds = NO_IDS,
): { bodies: RestPolicy[]; notExpressible: NotExpressible[] } {
  const written = citrixPolicies(policies, {
    filter: (filter) => {
      const data = filterData(filter, ids)
      if (!data.ok) return data
      return {
        ok: true,
        filter: {
          filterType: filter.type,
          isAllowed: filter.mode === 'Allow',
          isEnabled: filter.enabled,
          filterData: data.data,
        },
      }
    },
  })
  const bodies = written.policies.map(({ name, description, enabled, settings, filters }) => ({
    name,
    description,
    isEnabled: enabled,
    settings: settings.map(({ id, value }) => ({
      settingName: id,
      useDefault: false,
      settingValue: typeof value === 'boolean' ? (value ? '1' : '0') : JSON.stringify(value),
    })),
    filters,
  }))
  return { bodies, notExpressible: written.notExpressible }
}
