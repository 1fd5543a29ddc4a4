/** Whether a policy's filters let it apply: the one place that knows how filters combine. Rulebook 5. */

import { filterFact, filterMatches } from './filter-match'
import type { HostFacts, SessionFacts } from './host-facts'
import { FILTER_TYPES, type Filter, type FilterMode, type FilterType } from './policy-model'

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
  return { applies: filtersHold(evidence, (at) => evidence[at]?.matched === true, rule), evidence }
}

const TYPE_BITS = Object.fromEntries(FILTER_TYPES.map((type, at) => [type, 1 << at])) as Record<
  FilterType,
  number
>

/** The rule itself, over enabled filters; `matched` says it of each by its place. */
export function filtersHold(
  filters: readonly Pick<Filter, 'type' | 'mode'>[],
  matched: (at: number) => boolean,
  rule: FilterRule = 'all-types',
): boolean {
  // Sets of types, one bit for each: this runs for every policy and every class of hosts.
  let allowing = 0
  let allowed = 0
  let denied = 0
  for (let at = 0; at < filters.length; at += 1) {
    const { type, mode } = filters[at] as Pick<Filter, 'type' | 'mode'>
    const bit = TYPE_BITS[type]
    if (mode === 'Allow') allowing |= bit
    if (!matched(at)) continue
    if (mode === 'Allow') allowed |= bit
    else denied |= bit
  }
  if (rule === 'all-types' || allowing === 0) return denied === 0 && allowed === allowing
  return (allowed & ~denied) !== 0
}
