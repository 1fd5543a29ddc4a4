import { AppError } from '../errors'
import { isDatabaseAway } from '../repositories/database-away'

/** Seconds. A database that restarts is back in a few. */
const RETRY_AFTER = 5

/** What an edge answers for whatever was thrown. A database that is away is told apart from a defect. */
export function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  if (isDatabaseAway(error)) {
    return new AppError('unavailable', 'The database does not answer. Try again in a moment.', {
      cause: error,
      retryAfter: RETRY_AFTER,
    })
  }
  return new AppError('internal', 'Something went wrong on the server. Its log says what.', { cause: error })
}
