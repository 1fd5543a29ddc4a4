/** The work behind `vipfarm compare`. */

import {
  comparePolicies,
  compareResolutions,
  type PolicyComparison,
  type ResolutionComparison,
  type SettingComparison,
} from '~/domain/compare'
import type { HostFacts } from '~/domain/host-facts'
import { diffPolicies, type PolicyChange } from '~/domain/policy-diff'
import type { Policy } from '~/domain/policy-model'
import { resolve } from '~/domain/resolve'
import { sameName } from '~/domain/text'
import { CliError, type CliIo } from '../io'
import { shown, table } from '../resolution-tables'
import type { CompareOptions } from './compare'
import { readHost, readPolicies } from './compare-files'

/** @throws CliError with the problems of the files, or a policy that is not there. */
export async function runCompare(options: CompareOptions, io: CliIo): Promise<void> {
  const files: Policy[][] = []
  for (const path of options.policies) files.push(await readPolicies(io, '--policies', path))
  const hosts: HostFacts[] = []
  for (const path of options.host ?? []) hosts.push((await readHost(io, '--host', path)).host)
  const [first = [], second] = files
  const [host, otherHost] = hosts
  if (host) {
    const other = otherHost ?? host
    const asked = {
      rule: options.filterRule,
      options: { allowUnverifiedOs: options.allowUnverifiedOs === true },
    }
    const compared = compareResolutions(
      resolve({ policies: first, host, ...asked }),
      resolve({ policies: second ?? first, host: other, ...asked }),
    )
    const names = second ? options.policies : [host.name, other.name]
    io.stdout(
      options.json
        ? line({ kind: second ? 'policies' : 'hosts', names, ...compared })
        : effectiveTables(names, compared),
    )
  } else if (second) {
    const changes = diffPolicies(first, second)
    const answer = { kind: 'policies', names: options.policies, different: changes.length > 0, changes }
    io.stdout(options.json ? line(answer) : changeText(changes))
  } else {
    const [one, other] = (options.policy ?? []).map((name) =>
      policyNamed(first, name, options.policies[0] ?? ''),
    )
    if (!one || !other) return
    const compared = comparePolicies(one, other)
    const names = [one.name, other.name]
    io.stdout(options.json ? line({ kind: 'policy', names, ...compared }) : policyTables(names, compared))
  }
}

const line = (answer: unknown) => `${JSON.stringify(answer)}\n`

function policyNamed(policies: Policy[], name: string, file: string): Policy {
  const found = policies.find((policy) => sameName(policy.name, name))
  if (found) return found
  const all = policies.map((policy) => JSON.stringify(policy.name)).join(', ')
  throw new CliError([
    `--policy: ${JSON.stringify(name)}: there is no such policy in ${file}. There are: ${all}.`,
  ])
}

function effectiveTables(names: string[], { different, settings }: ResolutionComparison): string {
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

function policyTables(names: string[], compared: PolicyComparison): string {
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

function changeText(changes: PolicyChange[]): string {
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
