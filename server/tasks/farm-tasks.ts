import type { ServiceContext } from '../services/context'
import { flushSeen } from '../services/flush-seen'
import { createStaleSignal } from '../services/signal-stale'
import { createRolloutTask } from './rollout-task'
import { startTimers, type Timers } from './timers'

/** Starts the reconcilers of the farm. Stopping writes down the last signs of life. */
export function startFarmTasks(ctx: ServiceContext): Timers {
  const rollouts = createRolloutTask(ctx)
  const timers = startTimers(
    [
      { name: 'flush-seen', everyMs: 1_000, run: () => flushSeen(ctx) },
      { name: 'signal-stale', everyMs: 2_000, run: createStaleSignal(ctx) },
      { name: 'advance-rollout', everyMs: 2_000, run: rollouts.run },
    ],
    ctx.log,
  )
  return {
    async stop() {
      await timers.stop()
      await rollouts.stop()
      await flushSeen(ctx).catch(() => {})
    },
  }
}
