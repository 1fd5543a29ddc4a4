import { STALE_POLLS } from '~/domain/host-state'
import type { ServiceContext } from './context'

/**
 * Time alone makes a host stale: nothing happens that screens could hear of. This compares with the time before and
 * tells them of hosts that fell silent and of those that came back. Returns how many changed.
 */
export function createStaleSignal(ctx: ServiceContext): () => number {
  let silent = new Set<string>()
  return () => {
    const limit = ctx.clock.now().getTime() - STALE_POLLS * ctx.farm.pollSeconds * 1000
    const now = new Set<string>()
    for (const { id, lastSeenMs, lifecycle } of ctx.board.all()) {
      if (lifecycle === 'active' && lastSeenMs > 0 && lastSeenMs < limit) now.add(id)
    }
    const changed = [...now].filter((id) => !silent.has(id)).concat([...silent].filter((id) => !now.has(id)))
    silent = now
    if (changed.length > 0) ctx.standings.judgeAnew()
    ctx.hub.publish(changed.map((id) => ({ kind: 'host', id })))
    return changed.length
  }
}
