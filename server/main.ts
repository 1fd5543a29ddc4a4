import { type ControlPlane, startControlPlane } from '~/server/control-plane'
import { type DataLock, lockData } from '~/server/data-lock'
import { startFailureText } from '~/server/database/start-error'
import { readEnvironment } from '~/server/env'
import { createLogger } from '~/server/log'
import { endOnSignal } from '~/server/process-end'

/** The control plane as a process: starts it, tells how to reach it, and ends it on a signal. */
export async function main(): Promise<void> {
  const since = performance.now()
  let lock: DataLock | null = null
  let plane: ControlPlane | null = null
  try {
    const environment = readEnvironment(process.env)
    lock = lockData(environment.dataDirectory)
    const log = createLogger(environment.logLevel)
    endOnSignal(() => plane, lock)
    plane = await startControlPlane({ environment, log, say: tell })
    lock.tellAddress(plane.url)
    greet(plane, performance.now() - since)
  } catch (error) {
    lock?.release()
    process.stderr.write(`${startFailureText(error)}\n`)
    process.exit(1)
  }
}

const tell = (text: string) => process.stdout.write(`${text}\n`)

/** What a person must know, the password once and never again. */
function greet({ url, database, firstAdmin }: ControlPlane, tookMs: number): void {
  tell(`Vipfarm is ready at ${url} after ${(tookMs / 1000).toFixed(1)} s (${database}). Ctrl-C stops it.`)
  if (!firstAdmin) return
  tell('')
  tell(`  Sign in as   ${firstAdmin.username}`)
  tell(`  Password     ${firstAdmin.password}`)
  tell('')
  tell('  The password is shown this once and kept nowhere readable. Change it after signing in.')
}
