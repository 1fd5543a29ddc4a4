/** Comparisons as text for people. */

import type { PolicyComparison, ResolutionComparison, SettingComparison } from '~/domain/compare'
import type { PolicyChange } from '~/domain/policy-diff'
import { shown, table } from './resolution-tables'

export function effectiveTables(names: string[], { different, settings }: ResolutionComparison): string {
  const rows = settings.map((row) => {
    const side = (index: 0 | 1) => {
      const reason = row.notApplicable[index]
      const value = row.inUse[index] ? `${shown(row.values[index])} (${row.policies[index]})` : '-'
      return reason === null ? value : `${value}, not applicable: ${reason}`
    }
    return [row.different ? '*' : '', row.setting, side(0), side(1)]
  })
  return `${table(['', 'SETTING', ...names], rows)}${listText(settings)}${endText(different)}`
}

export function policyTables(names: string[], compared: PolicyComparison): string {
  const side = (row: SettingComparison, index: 0 | 1) => (row.inUse[index] ? shown(row.values[index]) : '-')
  const rows = compared.settings.map((row) => [
    row.different ? '*' : '',
    row.setting,
    side(row, 0),
    side(row, 1),
  ])
  const fields = (['enabled', 'priority', 'description'] as const).flatMap((field) => {
    const change = compared[field]
    return change ? [['*', field, String(change.before), String(change.after)]] : []
  })
  const filters = [
    ...compared.filters.removed.map(
      (filter) => `- ${filter.mode} ${filter.type} ${filter.value}${filter.enabled ? '' : ' (off)'}\n`,
    ),
    ...compared.filters.added.map(
      (filter) => `+ ${filter.mode} ${filter.type} ${filter.value}${filter.enabled ? '' : ' (off)'}\n`,
    ),
  ].join('')
  const head = table(['', 'SETTING', ...names], [...rows, ...fields])
  return `${head}${listText(compared.settings)}${filters && `\nFILTERS\n${filters}`}${endText(compared.different)}`
}

function listText(settings: SettingComparison[]): string {
  return settings
    .filter(({ added = [], removed = [] }) => added.length + removed.length > 0)
    .map(({ setting, added = [], removed = [] }) => {
      const lines = [...removed.map((entry) => `- ${entry}\n`), ...added.map((entry) => `+ ${entry}\n`)]
      return `\n${setting}\n${lines.join('')}`
    })
    .join('')
}

const endText = (different: boolean) => (different ? '' : 'No difference.\n')

export function changeText(changes: PolicyChange[]): string {
  if (changes.length === 0) return 'No difference.\n'
  return changes.map(oneChange).join('')
}

function oneChange(change: PolicyChange): string {
  const lines = [`${change.kind} ${JSON.stringify(change.policy)}`]
  for (const field of ['enabled', 'priority', 'description', 'name'] as const) {
    const moved = change[field]
    if (moved) lines.push(`  ${field}: ${JSON.stringify(moved.before)} -> ${JSON.stringify(moved.after)}`)
  }
  for (const { setting, before, after, added, removed } of change.settings) {
    if (added && removed && added.length + removed.length > 0) {
      lines.push(
        `  ${setting}:`,
        ...removed.map((entry) => `    - ${entry}`),
        ...added.map((entry) => `    + ${entry}`),
      )
    } else {
      const side = (value: typeof before) => (value === undefined ? 'not set' : shown(value))
      lines.push(`  ${setting}: ${side(before)} -> ${side(after)}`)
    }
  }
  for (const { mode, type, value } of change.filters.removed)
    lines.push(`  - filter ${mode} ${type} ${value}`)
  for (const { mode, type, value } of change.filters.added) lines.push(`  + filter ${mode} ${type} ${value}`)
  return `${lines.join('\n')}\n`
}
