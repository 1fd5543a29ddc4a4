import type { ServiceContext } from '../services/context'
import { advanceRollout } from '../services/rollouts/advance-rollout'

/** A host that moves is looked at soon; hosts move in crowds. */
const GATHER_MS = 250
/** Looking takes at most a fifth of the time, however many hosts there are; the timer looks as often in any case. */
const PAUSE_OF_A_LOOK = 4
const LONGEST_PAUSE_MS = 2_000

export interface RolloutTask {
  run(): Promise<void>
  stop(): Promise<void>
}

/** Advances the open rollout when it is asked to, and shortly after hosts or rollouts change. One run at a time. */
export function createRolloutTask(ctx: ServiceContext): RolloutTask {
  let running: Promise<void> | null = null
  let timer: NodeJS.Timeout | null = null
  let pauseMs = GATHER_MS
  function run(): Promise<void> {
    const began = performance.now()
    running ??= advanceRollout(ctx).finally(() => {
      running = null
      const took = performance.now() - began
      pauseMs = Math.min(LONGEST_PAUSE_MS, Math.max(GATHER_MS, PAUSE_OF_A_LOOK * took))
    })
    return running
  }
  const leave = ctx.hub.subscribe((events) => {
    if (timer || !events.some(({ kind }) => kind === 'host' || kind === 'rollout')) return
    timer = setTimeout(() => {
      timer = null
      // The timer tells of what fails, and tries again.
      run().catch(() => {})
    }, pauseMs)
    timer.unref()
  })
  return {
    run,
    async stop() {
      leave()
      if (timer) clearTimeout(timer)
      await running?.catch(() => {})
    },
  }
}
