import { type ControlPlane, startControlPlane } from '~/server/control-plane'
import { type DataLock, lockData } from '~/server/data-lock'
import { StartError } from '~/server/database/start-error'
import { readEnvironment } from '~/server/env'
import { createLogger } from '~/server/log'

/** A terminal sends Ctrl-C to us and to npm, which sends it on: the same one, twice. */
const SAME_SIGNAL_MS = 1_000
const STOP_WITHIN_MS = 10_000

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
    process.stderr.write(`${error instanceof StartError ? error.message : readable(error)}\n`)
    process.exit(1)
  }
}

const tell = (text: string) => process.stdout.write(`${text}\n`)
const readable = (error: unknown) => (error instanceof Error ? (error.stack ?? error.message) : String(error))

/** What a person must know, the password once and never again. */
export function greet({ url, database, firstAdmin }: ControlPlane, tookMs: number): void {
  tell(`Vipfarm is ready at ${url} after ${(tookMs / 1000).toFixed(1)} s (${database}). Ctrl-C stops it.`)
  if (!firstAdmin) return
  tell('')
  tell(`  Sign in as   ${firstAdmin.username}`)
  tell(`  Password     ${firstAdmin.password}`)
  tell('')
  tell('  The password is shown this once and kept nowhere readable. Change it after signing in.')
}

/** First signal: in good order. Second: at once. */
function endOnSignal(running: () => ControlPlane | null, lock: DataLock): void {
  let first = 0
  const end = (exitCode: number) => {
    lock.release()
    process.exit(exitCode)
  }
  const onSignal = (signal: NodeJS.Signals) => {
    const now = performance.now()
    if (first > 0 && now - first < SAME_SIGNAL_MS) return
    const plane = running()
    // The database, should it run already, is told to stop by the exit itself.
    if (first > 0 || !plane) end(130)
    first = now
    tell(`Stopping (${signal}) ...`)
    setTimeout(() => end(1), STOP_WITHIN_MS).unref()
    plane
      ?.stop()
      .then(() => {
        tell('Stopped.')
        end(0)
      })
      .catch(() => end(1))
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal)
  process.on('uncaughtException', (error) => {
    process.stderr.write(`${readable(error)}\n`)
    end(1)
  })
}
