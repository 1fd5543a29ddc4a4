import { AppError } from '../../errors'

const RETRY_AFTER = 5

/** Lets so many pieces of work run at once and keeps so many waiting, in order. @throws AppError `unavailable` beyond that. */
export function createGate(atOnce: number, mostWaiting: number) {
  let running = 0
  const waiting: (() => void)[] = []
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= atOnce) {
      if (waiting.length >= mostWaiting) {
        throw new AppError('unavailable', 'Too many reports at once. Try again in a moment.', {
          retryAfter: RETRY_AFTER,
        })
      }
      // Whoever leaves hands its place over.
      await new Promise<void>((resolve) => waiting.push(resolve))
    } else {
      running += 1
    }
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running -= 1
    }
  }
}
