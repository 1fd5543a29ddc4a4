/** What the commands share: the log, and waiting to be told to end. */

import { systemClock } from '../clock'
import type { ServerAddress } from '../control/server-address'
import { jsonLog, type Log } from '../log'

export function standardLog(): Log {
  return jsonLog((line) => process.stderr.write(line), systemClock.now)
}

/** Says loudly what an explicit setting has allowed. */
export function warnOfPlainHttp({ plain, origin }: ServerAddress, log: Log): void {
  if (!plain) return
  log.error('PLAIN HTTP: the credential of this host and the names of its users can be read on the network', {
    origin,
  })
}

/** Resolves when the standard input ends: how the service of Windows, which has no signals, tells its agent to end. */
export function untilInputEnds(): Promise<string> {
  return new Promise((resolve) => {
    process.stdin.once('end', () => resolve('end of input'))
    process.stdin.once('error', () => resolve('end of input'))
    process.stdin.resume()
  })
}

/** Resolves at SIGINT or SIGTERM; a second one ends the process at once, as it does by default. */
export function untilToldToEnd(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(signal))
  })
}
