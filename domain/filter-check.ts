/** Whether a filter may stand in a policy: its type, its mode, and a value of the form that the type takes. */

import { parseAccessControl } from './access-control'
import { parseDn } from './distinguished-name'
import { CLIENT_PLATFORMS, DESKTOP_KINDS } from './filter-choices'
import { parseIpPattern } from './ip'
import { FILTER_TYPES, type FilterType } from './policy-model'
import { type Problem, problem } from './result'
import { checkText, sameName } from './text'

export const MAX_FILTER_VALUE_LENGTH = 1_000

export function isFilterType(type: unknown): type is FilterType {
  return FILTER_TYPES.some((known) => known === type)
}

/** Every problem of one filter; `filter` may be anything that was read from a file or a request. */
export function checkFilter(filter: unknown, field: string): Problem[] {
  if (typeof filter !== 'object' || filter === null || Array.isArray(filter)) {
    return [problem(field, filter, 'a filter has a type, a mode and a value', 'Write it as an object.')]
  }
  const { type, mode, enabled, value } = filter as Record<string, unknown>
  const problems: (Problem | null)[] = [
    mode === 'Allow' || mode === 'Deny'
      ? null
      : problem(`${field}.mode`, mode, 'a mode is Allow or Deny', 'Write one of the two.'),
    typeof enabled === 'boolean'
      ? null
      : problem(`${field}.enabled`, enabled, 'it is on or off', 'Write true or false.'),
    isFilterType(type)
      ? filterValueProblem(type, value, `${field}.value`)
      : problem(
          `${field}.type`,
          type,
          'there is no such filter type',
          `The types are ${FILTER_TYPES.join(', ')}.`,
        ),
  ]
  return problems.filter((found) => found !== null)
}

/** The problem of a value of a filter type, or null. */
export function filterValueProblem(type: FilterType, value: unknown, field: string): Problem | null {
  const blank = checkText(value, field, MAX_FILTER_VALUE_LENGTH)
  if (blank || typeof value !== 'string') return blank
  switch (type) {
    case 'ClientIP':
      return problemOf(parseIpPattern(value, field))
    case 'AccessControl':
      return problemOf(parseAccessControl(value, field))
    case 'OU':
      if (parseDn(value)) return null
      return problem(field, value, 'an OU is a distinguished name', 'Write it as OU=Hosts,DC=example,DC=com.')
    case 'DesktopKind':
      return oneOf(DESKTOP_KINDS, value, field)
    case 'ClientPlatform':
      return oneOf(CLIENT_PLATFORMS, value, field)
    default:
      return null
  }
}

const problemOf = (result: { ok: true } | { ok: false; problem: Problem }) =>
  result.ok ? null : result.problem

function oneOf(known: readonly string[], value: string, field: string): Problem | null {
  if (known.some((name) => sameName(name, value))) return null
  return problem(field, value, 'it is none of the known ones', `Write ${known.join(', ')}.`)
}
