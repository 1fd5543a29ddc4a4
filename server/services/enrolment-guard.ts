/** How many refused enrolments one address may collect. Those that succeed cost nothing: a whole farm may come at once. */

import { createThrottle } from '../auth/throttle'
import type { Clock } from '../clock'
import { AppError } from '../errors'

export interface EnrolmentGuard {
  /** Runs an enrolment, and counts it when it is refused. @throws AppError `too-many-attempts` */
  run<T>(from: string, enrol: () => Promise<T>): Promise<T>
}

const LIMITS = {
  username: { burst: Number.MAX_SAFE_INTEGER / 1e6, refillMs: 1 },
  address: { burst: 120, refillMs: 1_000 },
}
const NOBODY = 'enrolment'

export function createEnrolmentGuard(clock: Clock): EnrolmentGuard {
  const throttle = createThrottle(clock, LIMITS)
  return {
    async run(from, enrol) {
      const wait = throttle.attempt(NOBODY, from)
      if (wait > 0) {
        throw new AppError(
          'too-many-attempts',
          'Too many refused enrolments from this address. Try again later.',
          {
            retryAfter: wait,
          },
        )
      }
      // Given back at once: only what turns out to be refused counts.
      throttle.succeeded(NOBODY, from)
      try {
        return await enrol()
      } catch (error) {
        const refused = error instanceof AppError && ['wrong-credentials', 'forbidden'].includes(error.code)
        if (refused) throttle.attempt(NOBODY, from)
        throw error
      }
    },
  }
}
