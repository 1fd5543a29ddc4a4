import { checkPolicy } from '~/domain/policy-check'
import type { Problem } from '~/domain/result'
import { bare, type Draft } from './draft'

/** What is wrong with the draft, by the domain's own rules; fields are named from the draft: `settings.X[3]`. */
export function draftProblems(draft: Draft): Problem[] {
  return checkPolicy({ ...draft, priority: 1 }, 'policy').map(bare)
}
