import { InvalidArgumentError } from 'commander'

const MOST = 2_147_483_647

/** The number of a revision as typed; 0 is the newest, or none. @throws InvalidArgumentError */
export function revisionNumber(typed: string): number {
  const value = Number(typed)
  if (/^\d+$/.test(typed) && value <= MOST) return value
  throw new InvalidArgumentError('Give the number of a revision, such as 12.')
}

/** A revision by its number, the newest as 0, or the draft. @throws InvalidArgumentError */
export function policySource(typed: string): number | 'draft' {
  if (typed === 'draft') return 'draft'
  try {
    return revisionNumber(typed)
  } catch {
    throw new InvalidArgumentError('Give the number of a revision, 0 for the newest, or draft.')
  }
}
