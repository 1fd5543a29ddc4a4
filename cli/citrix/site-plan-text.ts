/** A plan for a Citrix site, as people read it before they apply it. */

import type { SiteChange } from '~/domain/citrix-site/site-plan'
import type { SiteFilter, SiteStep } from '~/domain/citrix-site/site-policy'
import type { NotExpressible } from '~/formats/export/export-result'
import type { SitePlanFile } from './plan-file'

/** On every answer of these commands, until somebody has run them against a site of his own. */
export const UNPROVEN = 'Unproven against a live site: this was made after the documented calls of Citrix.'

export function sitePlanText(
  { site, set, plan }: SitePlanFile,
  notExpressible: readonly NotExpressible[],
): string {
  const { changes, unchanged, rivals, order, orderBefore } = plan
  const moves = changes.length === 0 && order.join('\n') !== orderBefore.join('\n')
  const lines = [
    `${site.origin}, policy set ${JSON.stringify(set.name)}`,
    UNPROVEN,
    '',
    ...changes.flatMap(changeLines),
    ...(changes.length === 0 && !moves ? ['Nothing to do: the site holds what the farm has.'] : []),
    ...(moves ? ['~ set the priorities'] : []),
    ...(unchanged.length > 0 ? [`  as they should be: ${names(unchanged)}`] : []),
    ...rivals.map(
      ({ policy, setting, above }) =>
        `warning: ${JSON.stringify(policy)} of the site sets ${setting} too, ${above ? 'above ours: it wins where both apply' : 'below ours'}`,
    ),
    ...notExpressible.map(
      ({ policy, what, reason }) => `not for Citrix: ${JSON.stringify(policy)}: ${what}: ${reason}`,
    ),
  ]
  return `${lines.join('\n')}\n`
}

const names = (list: readonly string[]) => list.map((name) => JSON.stringify(name)).join(', ')

function changeLines(change: SiteChange): string[] {
  switch (change.kind) {
    case 'create': {
      const { name, enabled, settings, filters } = change.policy
      return [
        `+ create ${JSON.stringify(name)} (${enabled ? 'on' : 'off'})`,
        ...settings.map(({ name: id, value }) => `    ${id}: ${value}`),
        ...filters.map((filter) => `    + filter ${filterText(filter)}`),
      ]
    }
    case 'delete':
      return [`- delete ${JSON.stringify(change.before.name)}`]
    case 'change':
      return [`~ change ${JSON.stringify(change.before.name)}`, ...change.steps.map(stepLine)]
  }
}

function stepLine(step: SiteStep): string {
  switch (step.do) {
    case 'body':
      return `    ${JSON.stringify(step.name)}, ${step.enabled ? 'on' : 'off'}`
    case 'set':
      return `    ${step.setting.name}: ${step.setting.value}`
    case 'unset':
      return `    ${step.name}: not set`
    case 'add-filter':
      return `    + filter ${filterText(step.filter)}`
    case 'drop-filter':
      return `    - filter ${filterText(step.filter)}`
  }
}

const filterText = ({ type, allowed, enabled, data }: SiteFilter) =>
  `${allowed ? 'Allow' : 'Deny'} ${type} ${data}${enabled ? '' : ' (disabled)'}`
