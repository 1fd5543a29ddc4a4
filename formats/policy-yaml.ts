/** Policies as YAML that is the same bytes for the same policies: the format of `vipfarm resolve`, made for version control. */

import { stringify } from 'yaml'
import type { Policy } from '~/domain/policy-model'
import { byPriority } from '~/domain/policy-order'
import { SETTING_IDS } from '~/domain/settings'

/** In order of priority; settings in the order of the registry, filters as they stand; members that say nothing are left out. */
export function writePolicyYaml(policies: readonly Policy[]): string {
  return stringify(
    { policies: byPriority(policies).map(plainPolicy) },
    {
      lineWidth: 0,
      version: '1.2',
      // Words that readers of YAML 1.1 take for booleans are quoted too.
      compat: 'yaml-1.1',
      aliasDuplicateObjects: false,
    },
  )
}

function plainPolicy({ name, description, enabled, priority, settings, filters }: Policy) {
  const set = SETTING_IDS.filter((id) => settings[id] !== undefined)
  return {
    name,
    ...(description !== '' && { description }),
    priority,
    enabled,
    settings: Object.fromEntries(set.map((id) => [id, settings[id]])),
    ...(filters.length > 0 && {
      filters: filters.map((filter) => ({
        type: filter.type,
        mode: filter.mode,
        enabled: filter.enabled,
        value: filter.value,
      })),
    }),
  }
}
