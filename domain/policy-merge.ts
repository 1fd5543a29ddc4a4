/** Policies that join others: what an import makes of a farm that has policies already. */

import type { Policy } from './policy-model'
import { byPriority } from './policy-order'
import { numbered } from './policy-plan'
import { foldName } from './text'

/**
 * All of `base`, with each policy of `added` that bears a known name in that one's place and at its priority, and the
 * others behind, in their own order. Names compare without case.
 */
export function mergePolicies(base: readonly Policy[], added: readonly Policy[]): Policy[] {
  const coming = new Map(byPriority(added).map((policy) => [foldName(policy.name.trim()), policy]))
  const merged = byPriority(base).map((policy) => {
    const name = foldName(policy.name.trim())
    const other = coming.get(name)
    coming.delete(name)
    return other ?? policy
  })
  const all = [...merged, ...coming.values()]
  return numbered(all.map((policy, at) => ({ ...policy, priority: at + 1 })))
}
