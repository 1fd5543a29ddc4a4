/** What the server does unasked. Each task takes no input, may run at any time, and may fail: the next run mends it. */

import type { Logger } from '../log'

export interface Task {
  name: string
  everyMs: number
  run(): unknown
}

export interface Timers {
  /** Waits for the run under way. */
  stop(): Promise<void>
}

/** Runs each task again and again, never twice at once. A failure is logged when it begins, not each second. */
export function startTimers(tasks: readonly Task[], log: Logger): Timers {
  let stopped = false
  const running = new Set<Promise<void>>()
  const timers = tasks.map((task) => {
    let busy = false
    let failing = false
    const once = async () => {
      if (busy || stopped) return
      busy = true
      try {
        await task.run()
        if (failing) log.info({ task: task.name }, 'a task works again')
        failing = false
      } catch (error) {
        if (!failing) log.warn({ task: task.name, err: error }, 'a task failed; it is tried again')
        failing = true
      } finally {
        busy = false
      }
    }
    const timer = setInterval(() => {
      const run = once().finally(() => running.delete(run))
      running.add(run)
    }, task.everyMs)
    timer.unref()
    return timer
  })
  return {
    async stop() {
      stopped = true
      for (const timer of timers) clearInterval(timer)
      await Promise.all(running)
    },
  }
}
