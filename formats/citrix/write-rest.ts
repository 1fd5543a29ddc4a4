/** Policies as bodies for `POST /gpo/policies` of Citrix's Orchestration REST API, highest priority first. */

import type { Policy } from '~/domain/policy-model'
import { filterData } from '~/formats/export/citrix-filter'
import { citrixPolicies } from '~/formats/export/citrix-policy'
import { type Exported, type NameIds, NO_IDS } from '~/formats/export/export-result'

/** New policies get the lowest priority: created in this order they stand in this order. */
export function writeRest(policies: readonly Policy[], ids: NameIds = NO_IDS): Exported {
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
  return {
    text: `${JSON.stringify({ policies: bodies }, null, 2)}\n`,
    notExpressible: written.notExpressible,
  }
}
