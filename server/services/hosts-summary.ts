import { CONVERGENCES, LIFECYCLES } from '~/domain/host-state'
import { readHeadNumber } from '../repositories/head'
import { countOpenSessions } from '../repositories/session-list'
import type { ServiceContext } from './context'
import { stateNow } from './host-rows'
import type { HostSummary } from './views/host-view'

const MOST_STRAGGLERS = 8

/** The farm in numbers. Convergence counts active hosts; `total` leaves the retired ones out. */
export async function hostsSummary(ctx: ServiceContext): Promise<HostSummary> {
  const [hosts, sessions, revision] = await Promise.all([
    ctx.standings.read(ctx),
    countOpenSessions(ctx.database),
    readHeadNumber(ctx.database),
  ])
  const byConvergence = zeros(CONVERGENCES)
  const byLifecycle = zeros(LIFECYCLES)
  const stragglers: HostSummary['stragglers'] = []
  const nowMs = ctx.clock.now().getTime()
  for (const host of hosts) {
    byLifecycle[host.lifecycle] += 1
    if (host.lifecycle !== 'active') continue
    const state = stateNow(ctx, host, nowMs)
    byConvergence[state] += 1
    if (state !== 'converged' && stragglers.length < MOST_STRAGGLERS)
      stragglers.push({ id: host.id, name: host.name, state })
  }
  const total = hosts.length - byLifecycle.retired
  return { total, byConvergence, byLifecycle, sessions, revision, stragglers }
}

function zeros<Word extends string>(words: readonly Word[]): Record<Word, number> {
  return Object.fromEntries(words.map((word) => [word, 0])) as Record<Word, number>
}
