import { signal, stopPostgres } from '~/server/database/embedded/postgres-process'
import { isAlive } from '~/server/database/embedded/postmaster-file'
import { errorText } from '~/server/database/start-error'

interface Running {
  pid: number
  port: number
}

export interface Keeper {
  stop(): Promise<void>
  /** From now on it is somebody else's to keep and to stop. */
  leave(): void
}

const LOOK_EVERY_MS = 1_000

/**
 * Looks after a PostgreSQL that we started or took over: should it end by itself (killed, out of memory), it is started
 * again on its port, where the pool finds it. Ends it when this process ends, in whatever way but SIGKILL.
 */
export function keepRunning(
  running: Running,
  relaunch: () => Promise<Running>,
  say: (text: string) => void,
): Keeper {
  let busy = false
  const look = async () => {
    if (busy || isAlive(running.pid)) return
    busy = true
    try {
      say(`The database (process ${running.pid}) ended by itself; it is started again`)
      Object.assign(running, await relaunch())
    } catch (error) {
      say(`The database did not start again: ${errorText(error)}`)
    } finally {
      busy = false
    }
  }
  const timer = setInterval(() => void look(), LOOK_EVERY_MS)
  timer.unref()
  const lastWords = () => signal(running.pid, 'SIGINT')
  process.once('exit', lastWords)
  const leave = () => {
    clearInterval(timer)
    process.off('exit', lastWords)
  }
  return {
    leave,
    async stop() {
      clearInterval(timer)
      await stopPostgres(running.pid)
      leave()
    },
  }
}
