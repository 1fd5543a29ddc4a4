import type { ServiceContext } from '../services/context'
import { createDiscoverer } from '../services/discovery/discover'
import { judgeDiscrepancies } from '../services/discrepancies/judge-discrepancies'
import { flushSeen } from '../services/flush-seen'
import { freeUnusedSlices } from '../services/pools/free-unused-slices'
import { samplePools } from '../services/pools/sample-pools'
import { retain } from '../services/retention/retain'
import { createStaleSignal } from '../services/signal-stale'
import { createRolloutTask } from './rollout-task'
import { startTimers, type Timers } from './timers'

/**
 * Starts the reconcilers of the farm. Stopping writes down the last signs of life.
 * @param archive the directory that dropped history is written to
 */
export function startFarmTasks(ctx: ServiceContext, archive: string): Timers {
  const rollouts = createRolloutTask(ctx)
  const discoverer = createDiscoverer(ctx)
  const timers = startTimers(
    [
      { name: 'discover', everyMs: 2_000, run: discoverer.run },
      { name: 'flush-seen', everyMs: 1_000, run: () => flushSeen(ctx) },
      { name: 'signal-stale', everyMs: 2_000, run: createStaleSignal(ctx) },
      { name: 'advance-rollout', everyMs: 2_000, run: rollouts.run },
      { name: 'judge-discrepancies', everyMs: 5_000, run: () => judgeDiscrepancies(ctx) },
      { name: 'free-slices', everyMs: 20_000, run: () => freeUnusedSlices(ctx) },
      { name: 'sample-pools', everyMs: 20_000, run: () => samplePools(ctx) },
      { name: 'retain', everyMs: 600_000, run: () => retain(ctx, archive) },
    ],
    ctx.log,
  )
  return {
    async stop() {
      discoverer.stop()
      await timers.stop()
      await rollouts.stop()
      await flushSeen(ctx).catch(() => {})
    },
  }
}
