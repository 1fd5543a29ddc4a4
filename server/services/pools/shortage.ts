import type { Shortage } from '../../repositories/pool-free'

const LONGEST_WAIT_SECONDS = 60

/** What an operator needs to hear of a pool that has nothing left. */
export function exhaustedText(name: string, { size, held, resting, reserved }: Shortage): string {
  const others = [
    resting > 0 ? `${resting} rest` : '',
    reserved > 0 ? `${reserved} are reserved for others` : '',
  ]
  const rest = others.filter((part) => part !== '').map((part) => `, ${part}`)
  const mend = resting > 0 ? 'Make it larger, or its quarantine shorter.' : 'Make it larger.'
  return `The pool ${name} has no address to give: ${held} of ${size} are held${rest.join('')}. ${mend}`
}

/** Asking again sooner makes no sense unless a session ends, which nobody can tell. */
export const retryAfter = ({ secondsToNext }: Shortage): number =>
  Math.min(LONGEST_WAIT_SECONDS, Math.max(1, secondsToNext ?? LONGEST_WAIT_SECONDS / 2))
