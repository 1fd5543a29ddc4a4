import type { PolicyRow } from '~/components/data/api'
import type { Filter, Policy, PolicySettings } from '~/domain/policy-model'
import type { Problem } from '~/domain/result'
import { SETTING_IDS, type SettingId } from '~/domain/settings'

/** What the editor edits: a policy without what the server keeps about it. */
export interface Draft {
  name: string
  description: string
  enabled: boolean
  settings: PolicySettings
  filters: Filter[]
}

export function draftOf({ name, description, enabled, settings, filters }: PolicyRow): Draft {
  return { name, description, enabled, settings, filters }
}

/** Equal in what would be saved: the order of settings does not count, that of lists and filters does. */
export function sameDraft(one: Draft, other: Draft): boolean {
  return draftText(one) === draftText(other)
}

function draftText({ name, description, enabled, settings, filters }: Draft): string {
  const values = SETTING_IDS.map((id) => settings[id] ?? null)
  const rows = filters.map(({ type, mode, enabled: on, value }) => [type, mode, on, value])
  return JSON.stringify([name, description, enabled, values, rows])
}

/** The settings with one value put in place, or taken out when it is `undefined`. */
export function withSetting(settings: PolicySettings, id: SettingId, value: unknown): PolicySettings {
  const next: Record<string, unknown> = { ...settings }
  if (value === undefined) delete next[id]
  else next[id] = value
  return next as PolicySettings
}

/** Problems of the server with their fields named from the draft. */
export function bare(problem: Problem): Problem {
  return { ...problem, field: problem.field.replace(/^(?:policy|policies\[\d+\])\./, '') }
}

/** The problems of one field and of what is inside it. */
export function problemsAt(problems: readonly Problem[], field: string): Problem[] {
  return problems.filter(
    (problem) =>
      problem.field === field ||
      problem.field.startsWith(`${field}[`) ||
      problem.field.startsWith(`${field}.`),
  )
}

/** The farm's policies with the draft in its row's place: what the warnings are asked about. */
export function withDraft(policies: readonly PolicyRow[], id: string, draft: Draft): Policy[] {
  return policies.map((policy) => (policy.id === id ? { ...policy, ...draft } : policy))
}
