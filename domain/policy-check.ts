/** Whether policies may be stored and published: errors, never opinions (those are in `policy-warnings`). Rulebook 5. */

import { checkFilter } from './filter-check'
import type { Policy } from './policy-model'
import { type Problem, problem } from './result'
import { settingProblems } from './setting-value'
import { checkText, foldName } from './text'

export const MAX_POLICY_NAME_LENGTH = 200
export const MAX_DESCRIPTION_LENGTH = 2_000
/** More than anybody has policies, and small enough for every store. */
export const MAX_PRIORITY = 1_000_000
export const MAX_FILTERS = 1_000

/** Every problem of one policy. What is in it may be of any type: this is also the check of what was read from outside. */
export function checkPolicy(policy: Policy, field: string): Problem[] {
  const { name, description, enabled, priority, settings, filters } = policy
  const problems: (Problem | null)[] = [
    checkText(name, `${field}.name`, MAX_POLICY_NAME_LENGTH),
    checkDescription(description, `${field}.description`),
    typeof enabled === 'boolean'
      ? null
      : problem(`${field}.enabled`, enabled, 'it is on or off', 'Write true or false.'),
    Number.isInteger(priority) && priority >= 1 && priority <= MAX_PRIORITY
      ? null
      : problem(
          `${field}.priority`,
          priority,
          `a priority is a whole number from 1 to ${MAX_PRIORITY}`,
          '1 is the highest.',
        ),
  ]
  return [
    ...problems.filter((found) => found !== null),
    ...settingsProblems(settings, `${field}.settings`),
    ...filtersProblems(filters, `${field}.filters`),
  ]
}

/** Every problem of all policies of a farm: each one's own, names that stand twice, priorities that stand twice. */
export function checkPolicies(policies: Policy[]): Problem[] {
  return [
    ...policies.flatMap((policy, index) => checkPolicy(policy, `policies[${index}]`)),
    ...doubles(policies, 'name', (policy) =>
      typeof policy.name === 'string' ? foldName(policy.name) : undefined,
    ),
    ...doubles(policies, 'priority', (policy) => policy.priority),
  ]
}

// No database keeps a NUL, and half a surrogate pair has no UTF-8 form. Line ends and tabs may stand here.
const UNSTORABLE = /[\0\p{Surrogate}]/u

function checkDescription(description: unknown, field: string): Problem | null {
  if (typeof description !== 'string')
    return problem(field, description, 'it must be text', 'Leave it empty, or write text.')
  if (description.length <= MAX_DESCRIPTION_LENGTH && !UNSTORABLE.test(description)) return null
  return problem(
    field,
    description,
    `it has at most ${MAX_DESCRIPTION_LENGTH} characters of text`,
    'Shorten it.',
  )
}

function settingsProblems(settings: unknown, field: string): Problem[] {
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings)) {
    return [problem(field, settings, 'settings are values by setting id', 'Write them as an object.')]
  }
  return Object.entries(settings).flatMap(([id, value]) =>
    value === undefined ? [] : settingProblems(id, value, `${field}.${id}`),
  )
}

function filtersProblems(filters: unknown, field: string): Problem[] {
  if (!Array.isArray(filters))
    return [problem(field, filters, 'filters are a list', 'Write it as a list; it may be empty.')]
  if (filters.length > MAX_FILTERS) {
    return [
      problem(
        field,
        `${filters.length} filters`,
        `a policy has at most ${MAX_FILTERS} filters`,
        'Remove some.',
      ),
    ]
  }
  return filters.flatMap((filter, index) => checkFilter(filter, `${field}[${index}]`))
}

function doubles(
  policies: Policy[],
  what: 'name' | 'priority',
  keyOf: (policy: Policy) => unknown,
): Problem[] {
  const first = new Map<unknown, Policy>()
  return policies.flatMap((policy, index) => {
    const key = keyOf(policy)
    const earlier = key === undefined ? undefined : first.get(key)
    if (earlier === undefined) {
      first.set(key, policy)
      return []
    }
    const rule =
      what === 'name'
        ? `two policies have the name "${policy.name}" (letters' case does not count)`
        : `"${earlier.name}" and "${policy.name}" have the same priority`
    return [problem(`policies[${index}].${what}`, policy[what], rule, `Give one of them another ${what}.`)]
  })
}
