/** From the policies that somebody wants to the edits that make them so: each policy keeps what it is known by. */

import { canonicalJson, type Json } from './canonical'
import { diffPolicies, type PolicyChange } from './policy-diff'
import type { Policy } from './policy-model'
import { byPriority } from './policy-order'
import { foldName } from './text'

/** The same policies with the priorities 1..N and without blanks around names: how a farm keeps them. */
export function numbered(policies: readonly Policy[]): Policy[] {
  return byPriority(policies).map(({ name, description, enabled, settings, filters }, at) => ({
    name: name.trim(),
    description,
    enabled,
    priority: at + 1,
    settings,
    filters,
  }))
}

export interface DraftEdits {
  /** Ids of policies that go. */
  remove: string[]
  /** Policies that stay under their id, with another content. Those whose content stays are not here. */
  write: { id: string; policy: Policy }[]
  create: Policy[]
}

/** What makes `wanted` of the draft, and touches nothing else. Policies are known by name, without case. */
export function draftEdits(
  draft: readonly (Policy & { id: string })[],
  wanted: readonly Policy[],
): DraftEdits {
  const known = new Map(draft.map((policy) => [foldName(policy.name), policy]))
  const edits: DraftEdits = { remove: [], write: [], create: [] }
  for (const policy of wanted) {
    const before = known.get(foldName(policy.name))
    known.delete(foldName(policy.name))
    if (!before) edits.create.push(policy)
    else if (differ(before, policy)) edits.write.push({ id: before.id, policy })
  }
  edits.remove = [...known.values()].map(({ id }) => id)
  return edits
}

/** Edits of the draft that nobody published and that `wanted` does not hold either: they would be lost. */
export function lostEdits(
  published: readonly Policy[],
  draft: readonly Policy[],
  wanted: readonly Policy[],
): PolicyChange[] {
  const kept = byName(wanted)
  const drafted = byName(draft)
  return diffPolicies(published, draft).filter(({ policy }) => {
    const [is, shall] = [drafted.get(foldName(policy)), kept.get(foldName(policy))]
    return is && shall ? differ(is, shall) : is !== shall
  })
}

const byName = (policies: readonly Policy[]) =>
  new Map(policies.map((policy) => [foldName(policy.name), policy]))

// As plans list it: the order of filters says nothing.
const differ = (one: Policy, other: Policy) => diffPolicies([one], [other]).length > 0

/** All that a policy says, as one text; what else an object carries does not count. */
function contentText({ name, description, enabled, priority, settings, filters }: Policy): string {
  return canonicalJson({ name, description, enabled, priority, settings, filters } as unknown as Json)
}

/** Policies as one text: same policies, same text. For hashes. */
export const policiesText = (policies: readonly Policy[]): string =>
  `[${byPriority(policies).map(contentText).join(',')}]`
