/** Whether a policy's filters let it apply: the one place that knows how filters combine. Rulebook 5. */

import { filterFact, filterMatches } from './filter-match'
import type { HostFacts, SessionFacts } from './host-facts'
import type { Filter, FilterMode, FilterType } from './policy-model'

/**
 * How filters of different types combine; Citrix's documents contradict each other.
 *
 * - `all-types` (ours): any matching Deny blocks, and every type that has Allow filters needs at least one match.
 * - `any-type` (the other reading): a matching Deny blocks its own type only, and one type with a matching Allow is
 *   enough. Where there are only Deny filters, any that matches blocks, as no type could ever let the policy apply.
 */
export type FilterRule = 'all-types' | 'any-type'

/** What one enabled filter was compared with, and how that came out. */
export interface FilterEvidence {
  type: FilterType
  mode: FilterMode
  value: string
  /** The fact it was compared with, as text; null when nothing is known, as for user filters without a session. */
  fact: string | null
  matched: boolean
}

export interface FilterVerdict {
  applies: boolean
  evidence: FilterEvidence[]
}

/** Disabled filters are ignored; without an enabled filter a policy applies everywhere. */
export function filterVerdict(
  filters: readonly Filter[],
  host: HostFacts,
  session?: SessionFacts,
  rule: FilterRule = 'all-types',
): FilterVerdict {
  const evidence = filters
    .filter((filter) => filter.enabled)
    .map((filter) => ({
      type: filter.type,
      mode: filter.mode,
      value: filter.value,
      fact: filterFact(filter.type, host, session),
      matched: filterMatches(filter, host, session),
    }))
  return { applies: rule === 'any-type' ? anyTypeHolds(evidence) : allTypesHold(evidence), evidence }
}

function allTypesHold(evidence: FilterEvidence[]): boolean {
  if (evidence.some((row) => row.mode === 'Deny' && row.matched)) return false
  return [...typesWithAllow(evidence)].every((type) => allowMatches(evidence, type))
}

function anyTypeHolds(evidence: FilterEvidence[]): boolean {
  const types = [...typesWithAllow(evidence)]
  if (types.length === 0) return !evidence.some((row) => row.matched)
  const denied = (type: FilterType) =>
    evidence.some((row) => row.type === type && row.mode === 'Deny' && row.matched)
  return types.some((type) => !denied(type) && allowMatches(evidence, type))
}

function typesWithAllow(evidence: FilterEvidence[]): Set<FilterType> {
  return new Set(evidence.filter((row) => row.mode === 'Allow').map((row) => row.type))
}

function allowMatches(evidence: FilterEvidence[], type: FilterType): boolean {
  return evidence.some((row) => row.type === type && row.mode === 'Allow' && row.matched)
}
