/** A plan for people: what is created, changed and deleted, and what it does to hosts. */

import type { PolicyChange, SettingChange } from '~/domain/policy-diff'
import type { Filter, Policy } from '~/domain/policy-model'
import { sameName } from '~/domain/text'
import type { HostEffect, StoredPlan } from '~/server/services/views/plan-view'
import { shown } from './resolution-tables'

export function planText(plan: StoredPlan): string {
  if (plan.hash === null) return `No changes: revision ${plan.baseRevision} says all of this already.\n`
  const created = (name: string) => plan.policies.find((policy) => sameName(policy.name, name))
  const lines = [
    plan.baseRevision === 0 ? 'Nothing was published yet.' : `Against revision ${plan.baseRevision}:`,
    ...plan.changes.flatMap((change) => changeLines(change, created(change.policy))),
    '',
    ...effectLines(plan),
    ...plan.warnings.map(({ policy, code, message }) => `warning: ${policy}: ${code}: ${message}`),
    ...lostLines(plan.lostEdits),
    `Apply exactly this with: vipfarm apply --plan ${plan.hash} --reason TEXT`,
  ]
  return lines.map((line) => `${line}\n`).join('')
}

function changeLines(change: PolicyChange, created: Policy | undefined): string[] {
  const name = JSON.stringify(change.policy)
  switch (change.kind) {
    case 'created':
      return [`+ create ${name}${created ? ` (${stateOf(created)})` : ''}`, ...contentLines(change)]
    case 'deleted':
      return [`- delete ${name}`]
    case 'changed':
      return [`~ change ${name}`, ...fieldLines(change), ...contentLines(change)]
  }
}

const stateOf = ({ priority, enabled }: Policy) => `priority ${priority}, ${enabled ? 'enabled' : 'disabled'}`

function fieldLines({ name, priority, enabled, description }: PolicyChange): string[] {
  return [
    ...(name ? [`    name: ${JSON.stringify(name.before)} -> ${JSON.stringify(name.after)}`] : []),
    ...(priority ? [`    priority: ${priority.before} -> ${priority.after}`] : []),
    ...(enabled ? [`    ${enabled.after ? 'enabled' : 'disabled'}`] : []),
    ...(description ? ['    description'] : []),
  ]
}

const contentLines = ({ settings, filters }: PolicyChange): string[] => [
  ...settings.flatMap(settingLines),
  ...filters.added.map((filter) => `    + filter ${filterText(filter)}`),
  ...filters.removed.map((filter) => `    - filter ${filterText(filter)}`),
]

function settingLines({ setting, kind, before, after, added, removed }: SettingChange): string[] {
  if (added === undefined || removed === undefined) {
    const was = before === undefined ? '' : `${shown(before)} -> `
    return [`    ${setting}: ${was}${kind === 'removed' ? 'not set' : shown(after)}`]
  }
  const word = kind === 'changed' ? '' : kind === 'set' ? ' (new)' : ' (no longer set)'
  const moved = kind === 'changed' && added.length + removed.length === 0 ? ' (another order)' : ''
  return [
    `    ${setting}${word}${moved}`,
    ...added.map((entry) => `      + ${entry}`),
    ...removed.map((entry) => `      - ${entry}`),
  ]
}

const ENTRIES_SHOWN = 6

/** The policies above say every entry already. */
function shortSettingLines(change: SettingChange): string[] {
  const [head = '', ...entries] = settingLines(change)
  const more = entries.length - ENTRIES_SHOWN
  return [head, ...entries.slice(0, ENTRIES_SHOWN), ...(more > 0 ? [`      and ${more} more`] : [])]
}

const filterText = ({ mode, type, value, enabled }: Filter) =>
  `${mode} ${type} ${JSON.stringify(value)}${enabled ? '' : ' (disabled)'}`

function effectLines({ hosts, sessions, effects }: StoredPlan): string[] {
  if (hosts === 0) return ['No host changes.']
  return [
    `${count(hosts, 'host')} to change, with ${count(sessions, 'live session')}:`,
    ...effects.flatMap(oneEffect),
  ]
}

function oneEffect({ hosts, names, sessions, isFirst, settings, notApplicable }: HostEffect): string[] {
  const more = hosts > names.length ? ` and ${hosts - names.length} more` : ''
  const lines = [
    ...settings.flatMap(shortSettingLines),
    ...notApplicable.map(({ setting, reason }) => `    ${setting}: these hosts cannot do it (${reason})`),
  ]
  const nothing = isFirst
    ? '    nothing is set: it is their first configuration'
    : '    a setting that these hosts cannot do is no longer set'
  return [
    `  ${count(hosts, 'host')}, ${count(sessions, 'live session')}: ${names.join(', ')}${more}`,
    ...(lines.length > 0 ? lines : [nothing]),
  ]
}

function lostLines(lost: readonly PolicyChange[]): string[] {
  if (lost.length === 0) return []
  const names = lost.map(({ policy }) => JSON.stringify(policy)).join(', ')
  return [`warning: the draft has edits that nobody published, and that would be lost: ${names}`]
}

const count = (number: number, word: string) => `${number} ${word}${number === 1 ? '' : 's'}`
