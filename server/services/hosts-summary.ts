import { CONVERGENCES } from '~/domain/host-state'
import { readHeadNumber } from '../repositories/head'
import { countOpenSessions } from '../repositories/session-list'
import { sqlOf } from '../repositories/statements'
import type { ServiceContext } from './context'
import { compareKeys } from './host-list-key'
import type { FarmStanding } from './host-standing'
import type { HostSummary } from './views/host-view'

const MOST_STRAGGLERS = 8

/** The farm in numbers. Convergence counts active hosts; `total` leaves the retired ones out. */
export async function hostsSummary(
  ctx: ServiceContext,
  openSessions?: Promise<number>,
): Promise<HostSummary> {
  const db = sqlOf(ctx.statements)
  const [farm, sessions, revision] = await Promise.all([
    ctx.standings.read(ctx),
    openSessions ?? countOpenSessions(db),
    readHeadNumber(db),
  ])
  return {
    total: farm.hosts.length - farm.byLifecycle.retired,
    byConvergence: { ...farm.active },
    byLifecycle: { ...farm.byLifecycle },
    sessions,
    revision,
    stragglers: stragglersOf(farm),
  }
}

/** The first by name of those that are not converged. */
function stragglersOf({ byConvergence }: FarmStanding): HostSummary['stragglers'] {
  return CONVERGENCES.filter((state) => state !== 'converged')
    .flatMap((state) => first(byConvergence[state], MOST_STRAGGLERS))
    .sort((one, other) => compareKeys(one.key, other.key))
    .slice(0, MOST_STRAGGLERS)
    .map(({ id, name, state }) => ({ id, name, state }))
}

function first(hosts: FarmStanding['hosts'], count: number): FarmStanding['hosts'][number][] {
  const found: FarmStanding['hosts'][number][] = []
  for (const host of hosts) {
    if (found.length === count) break
    if (host.lifecycle === 'active') found.push(host)
  }
  return found
}
