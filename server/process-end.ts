import type { DataLock } from '~/server/data-lock'
import { startFailureText } from '~/server/database/start-error'

/** A terminal sends Ctrl-C to us and to npm, which sends it on: the same one, twice. */
const SAME_SIGNAL_MS = 1_000
const STOP_WITHIN_MS = 10_000

/** First signal: in good order. Second: at once. `running` gives what there is to stop, null while it starts. */
export function endOnSignal(running: () => { stop(): Promise<void> } | null, lock: DataLock): void {
  let first = 0
  const end = (exitCode: number) => {
    lock.release()
    process.exit(exitCode)
  }
  const onSignal = (signal: NodeJS.Signals) => {
    const now = performance.now()
    if (first > 0 && now - first < SAME_SIGNAL_MS) return
    const work = running()
    // The database, should it run already, is told to stop by the exit itself.
    if (first > 0 || !work) return end(130)
    first = now
    process.stdout.write(`Stopping (${signal}) ...\n`)
    setTimeout(() => end(1), STOP_WITHIN_MS).unref()
    work.stop().then(
      () => {
        process.stdout.write('Stopped.\n')
        end(0)
      },
      () => end(1),
    )
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal)
  process.on('uncaughtException', (error) => {
    process.stderr.write(`${startFailureText(error)}\n`)
    end(1)
  })
}
