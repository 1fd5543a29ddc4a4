/** Policy files: `{"policies": [...]}` as JSON or YAML. What is left out has its default; what is unknown is an error. */

import { checkPolicies } from '~/domain/policy-check'
import type { Filter, Policy, PolicySettings } from '~/domain/policy-model'
import type { Problem } from '~/domain/result'
import { asList, asObject, noteUnknown, parseText } from './document'

export type PolicyFile = { ok: true; policies: Policy[] } | { ok: false; problems: Problem[] }

const POLICY_MEMBERS = ['name', 'description', 'enabled', 'priority', 'settings', 'filters']
const FILTER_MEMBERS = ['type', 'mode', 'enabled', 'value']

/** Reads and checks all policies: either every one is sound, or all problems are told and none is given back. */
export function readPolicyFile(text: string): PolicyFile {
  const parsed = parseText(text, 'policies')
  if (!parsed.ok) return parsed
  const problems: Problem[] = []
  const file = asObject(parsed.value, 'policy file', problems)
  if (!file) return { ok: false, problems }
  noteUnknown(file, ['policies'], '', problems)
  const policies =
    'policies' in file ? asList(file.policies, 'policies', problems) : missingPolicies(problems)
  const read = policies.map((policy, index) => readPolicy(policy, `policies[${index}]`, problems))
  if (read.every((policy) => policy !== null)) problems.push(...checkPolicies(read))
  return problems.length === 0 ? { ok: true, policies: read as Policy[] } : { ok: false, problems }
}

function missingPolicies(problems: Problem[]): unknown[] {
  problems.push({
    field: 'policies',
    value: undefined,
    rule: 'a policy file has the member "policies"',
    mend: 'Write {"policies": [...]}.',
  })
  return []
}

// The members are of any type still: checkPolicies looks at every one of them.
function readPolicy(value: unknown, field: string, problems: Problem[]): Policy | null {
  const members = asObject(value, field, problems)
  if (!members) return null
  noteUnknown(members, POLICY_MEMBERS, field, problems)
  const { name, description = '', enabled = true, priority, settings = {}, filters = [] } = members
  return {
    name,
    description,
    enabled,
    priority,
    settings: settings as PolicySettings,
    filters: Array.isArray(filters)
      ? filters.map((filter, index) => readFilter(filter, `${field}.filters[${index}]`, problems))
      : filters,
  } as Policy
}

function readFilter(value: unknown, field: string, problems: Problem[]): Filter {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value as Filter
  const members = value as Record<string, unknown>
  noteUnknown(members, FILTER_MEMBERS, field, problems)
  const { type, mode, enabled = true, value: wanted } = members
  return { type, mode, enabled, value: wanted } as Filter
}
