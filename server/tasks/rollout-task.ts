import type { ServiceContext } from '../services/context'
import { advanceRollout } from '../services/rollouts/advance-rollout'

/** A host that moves is looked at soon; hosts move in crowds. */
const GATHER_MS = 250

export interface RolloutTask {
  run(): Promise<void>
  stop(): Promise<void>
}

/** Advances the open rollout when it is asked to, and shortly after hosts or rollouts change. One run at a time. */
export function createRolloutTask(ctx: ServiceContext): RolloutTask {
  let running: Promise<void> | null = null
  let timer: NodeJS.Timeout | null = null
  function run(): Promise<void> {
    running ??= advanceRollout(ctx).finally(() => {
      running = null
    })
    return running
  }
  const leave = ctx.hub.subscribe((events) => {
    if (timer || !events.some(({ kind }) => kind === 'host' || kind === 'rollout')) return
    timer = setTimeout(() => {
      timer = null
      // The timer tells of what fails, and tries again.
      run().catch(() => {})
    }, GATHER_MS)
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
