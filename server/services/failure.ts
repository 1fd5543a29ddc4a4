import { AppError } from '../errors'
import { isDatabaseAway, isDatabaseFull } from '../repositories/database-away'

/** Seconds. A database that restarts is back in a few. */
const RETRY_AFTER = 5

/** What an edge answers for whatever was thrown. A database that is away, or full, is told apart from a defect. */
export function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  if (isDatabaseFull(error)) {
    return new AppError(
      'disk-full',
      'The disk of the database is full. Nothing is saved until there is room on it.',
      {
        cause: error,
        retryAfter: RETRY_AFTER,
      },
    )
  }
  if (isDatabaseAway(error)) {
    return new AppError('unavailable', 'The database does not answer. Try again in a moment.', {
      cause: error,
      retryAfter: RETRY_AFTER,
    })
  }
  return new AppError('internal', 'Something went wrong on the server. Its log says what.', { cause: error })
}

/** What somebody who runs the server must mend, so that its log has the cause. */
export const isForTheLog = ({ code }: AppError): boolean => code === 'internal' || code === 'disk-full'
