import type { AppError } from '../../errors'
import type { ServiceContext } from '../../services/context'
import { isForTheLog } from '../../services/failure'

/** Milliseconds. */
const DISK_FULL_EVERY_MS = 60_000

/**
 * Logs a failed call with its cause. A full disk fails the calls of every agent until somebody makes room: it is one
 * line a minute, which counts the calls left out since the last. Defects may differ, so each has its line.
 */
export function createFailureLog({ clock, log }: Pick<ServiceContext, 'clock' | 'log'>) {
  let next = 0
  let leftOut = 0
  return (error: AppError, path: string): void => {
    if (!isForTheLog(error)) return
    if (error.code !== 'disk-full') {
      log.error({ err: error.cause, path }, 'an agent call failed')
      return
    }
    const now = clock.now().getTime()
    if (now < next) {
      leftOut += 1
      return
    }
    log.error({ err: error.cause, path, leftOut }, 'an agent call failed')
    next = now + DISK_FULL_EVERY_MS
    leftOut = 0
  }
}
