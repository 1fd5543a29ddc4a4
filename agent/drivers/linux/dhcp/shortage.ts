/** Why a session has no virtual IP, in words that a person can act on and a short fixed one for machines. */

export const SHORTAGES = [
  /** No lease yet, and nothing wrong so far. */
  'asking',
  'no-answer',
  'nothing-free',
  'refused',
  'conflict',
  'expired',
  'no-adapter',
  'cannot-ask',
  'cannot-add',
] as const
export type ShortageCode = (typeof SHORTAGES)[number]

export interface Shortage {
  code: ShortageCode
  message: string
}
