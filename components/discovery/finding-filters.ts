import type { Inputs } from '~/components/data/api'
import { FINDING_VERDICTS } from '~/domain/discovery/stored-finding'

export const FINDING_FILTERS = ['state', 'verdict', 'q'] as const
export type FindingWords = Partial<Record<(typeof FINDING_FILTERS)[number], string>>
export const FINDING_STATES = ['open', 'accepted', 'dismissed', 'snoozed', 'closed'] as const

type Input = Inputs['discovery']['findings']

/** Words of the address bar as the list's input; what nobody knows is left out. */
export function findingListInput({
  state,
  verdict,
  q,
}: FindingWords): Omit<NonNullable<Input>, 'cursor' | 'limit'> {
  const known = [...FINDING_STATES, 'all' as const].find((one) => one === state)
  const judged = FINDING_VERDICTS.find((one) => one === verdict)
  return { state: known ?? 'open', ...(judged && { verdict: judged }), ...(q && { q }) }
}
