import type { SeenOnHosts } from '~/domain/discovery/list-linter'
import type { HostFacts } from '~/domain/host-facts'
import type { Policy } from '~/domain/policy-model'
import { listWarnings } from '../discovery/lint-lists'
import type { ListWarning } from '../views/plan-view'
import { draftWarnings, type FarmFacts } from './draft-rows'

/** What a change adds: what stands published with the same warning was thought over before. */
export function addedWarnings(
  published: Policy[],
  wanted: Policy[],
  { farm, seen }: { farm: FarmFacts<{ facts: HostFacts }>; seen: readonly SeenOnHosts[] },
): ListWarning[] {
  const warningsOf = (of: Policy[]) => [...draftWarnings(of, farm), ...listWarnings(of, seen)]
  const keyOf = ({ code, policy, message }: ListWarning) => JSON.stringify([code, policy, message])
  const known = new Set(warningsOf(published).map(keyOf))
  return warningsOf(wanted).filter((warning) => !known.has(keyOf(warning)))
}
