/** Why a session has no virtual IP, in words that a person can act on and a short fixed one for machines. */

import { LEASE_REFUSALS } from '~/protocol/lease'

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
  ...LEASE_REFUSALS,
] as const
export type ShortageCode = (typeof SHORTAGES)[number]

export interface Shortage {
  code: ShortageCode
  message: string
}
