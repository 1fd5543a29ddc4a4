import { CONVERGENCES, type Convergence, LIFECYCLES } from '~/domain/host-state'
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
  const stragglers: Straggler[] = []
  const nowMs = ctx.clock.now().getTime()
  for (const host of hosts) {
    byLifecycle[host.lifecycle] += 1
    if (host.lifecycle !== 'active') continue
    const state = stateNow(ctx, host, nowMs)
    byConvergence[state] += 1
    if (state !== 'converged') stragglers.push({ id: host.id, name: host.name, state })
  }
  const total = hosts.length - byLifecycle.retired
  return { total, byConvergence, byLifecycle, sessions, revision, stragglers: firstByName(stragglers) }
}

interface Straggler {
  id: string
  name: string
  state: Convergence
}

/** In one pass: after a publish every host is one. */
function firstByName(stragglers: readonly Straggler[]): Straggler[] {
  const first: { name: string; straggler: Straggler }[] = []
  for (const straggler of stragglers) {
    const name = straggler.name.toLowerCase()
    const isBefore = (one: { name: string; straggler: Straggler }) =>
      name === one.name ? straggler.id < one.straggler.id : name < one.name
    const last = first.at(-1)
    if (last && first.length === MOST_STRAGGLERS && !isBefore(last)) continue
    const place = first.findIndex(isBefore)
    first.splice(place < 0 ? first.length : place, 0, { name, straggler })
    first.length = Math.min(first.length, MOST_STRAGGLERS)
  }
  return first.map(({ straggler }) => straggler)
}

function zeros<Word extends string>(words: readonly Word[]): Record<Word, number> {
  return Object.fromEntries(words.map((word) => [word, 0])) as Record<Word, number>
}
