/** One group of sessions that ask for addresses: read at one go, chosen, and written at another. */

import { chooseAddresses } from '~/domain/allocation/choose-addresses'
import type { LeaseOutput, LeaseRefusal } from '~/protocol/lease'
import { closeAddresses } from '../../repositories/allocation-ingest'
import {
  endReplaced,
  grantAddresses,
  type LeaseAsk,
  type LeasePool,
  lockHosts,
  lockPools,
  readStanding,
  type Standing,
} from '../../repositories/lease'
import { newId } from '../../repositories/new-id'
import { type PoolFree, readFree, readShortage } from '../../repositories/pool-free'
import { atTheEnd, inOneGo, type Sql } from '../../repositories/statements'
import type { ServiceContext } from '../context'
import { exhaustedText, retryAfter } from './shortage'

interface Candidate {
  ask: LeaseAsk
  /** Its row is yet to be written. */
  fresh: boolean
  /** Places in the group: one session may ask twice at once. */
  places: number[]
  sessionId: string
  personId: string
}

/**
 * Answers in the order of the asks, null where a host is busy or retired; and the sessions that changed. With `wait`
 * false nobody waits for a busy host.
 */
export async function leaseInside(
  tx: Sql,
  { clock }: Pick<ServiceContext, 'clock'>,
  asks: readonly LeaseAsk[],
  wait: boolean,
) {
  const answers: (LeaseOutput | null)[] = asks.map(() => null)
  const groups = groupsOf(asks)
  const one = each(groups, 'ask')
  const before = clock.now()
  const [hosts, pools, standing, free] = await inOneGo(
    tx,
    () => lockHosts(tx, each(asks, 'hostId'), wait),
    () => lockPools(tx, each(asks, 'pool'), each(asks, 'user')),
    // Under the locks: what another group gave back before is before it.
    () => readStanding(tx, one),
    () => readFree(tx, one, before),
  )
  const now = clock.now()
  const answer = (places: readonly number[], output: LeaseOutput) => {
    for (const at of places) answers[at] = output
  }
  const open: { ask: LeaseAsk; places: number[]; stands: Standing }[] = []
  for (const stands of standing) {
    const group = groups[stands.at]
    if (!group || !hosts.has(group.ask.hostId)) continue
    const told = judge(group.ask, stands, pools, group.overtaken)
    if (told) answer(group.places, told)
    else open.push({ ...group, stands })
  }
  const { candidates, ended } = await seat(tx, open, now)
  const left = ended.length > 0 ? await readFree(tx, one, now) : free
  for (const pool of pools.values()) {
    const here = candidates.filter(({ ask }) => ask.pool.toLowerCase() === pool.name.toLowerCase())
    await serve(tx, pool, here, left, now, answer)
  }
  return { answers, seated: each(candidates, 'sessionId'), ended }
}

const each = <T, K extends keyof T>(list: readonly T[], member: K): T[K][] => list.map((one) => one[member])

/** One for each session; `overtaken` where a later logon of the same number is in the same group. */
function groupsOf(asks: readonly LeaseAsk[]) {
  const groups = new Map<string, { ask: LeaseAsk; places: number[]; overtaken: boolean }>()
  const newest = new Map<string, string>()
  for (const [at, ask] of asks.entries()) {
    const number = `${ask.hostId} ${ask.boot} ${ask.number}`
    const key = `${number} ${ask.logonAt}`
    const group = groups.get(key)
    if (group) group.places.push(at)
    else groups.set(key, { ask, places: [at], overtaken: false })
    if ((newest.get(number) ?? '') < ask.logonAt) newest.set(number, ask.logonAt)
  }
  for (const group of groups.values()) {
    const { hostId, boot, number, logonAt } = group.ask
    group.overtaken = newest.get(`${hostId} ${boot} ${number}`) !== logonAt
  }
  return [...groups.values()]
}

/** The answer that needs no address, or null. */
function judge(
  ask: LeaseAsk,
  { pastBoot, overtaken, ended, held }: Standing,
  pools: ReadonlyMap<string, LeasePool>,
  overtakenHere: boolean,
): LeaseOutput | null {
  if (ask.number === 0 || ask.protocol === 'console' || ask.protocol === 'services') {
    return refusal('not-virtualised', 'Session 0, the console and services keep the address of their host.')
  }
  if (held) {
    const { address, network, pool, since } = held
    return { granted: true, address, network, pool, since: since.toISOString(), again: true }
  }
  if (ended || pastBoot || overtaken || overtakenHere) {
    return refusal('session-ended', `Session ${ask.number} of ${ask.logonAt} is over.`)
  }
  if (!ask.ofPolicy) {
    return {
      ...refusal('no-such-pool', `The policies of this host do not name the pool ${ask.pool} for it.`),
      retryAfter: 60,
    }
  }
  if (!pools.has(ask.pool.toLowerCase())) {
    return {
      ...refusal('no-such-pool', `There is no pool ${ask.pool}: make it, or name another in the policy.`),
      retryAfter: 60,
    }
  }
  return null
}

const refusal = (reason: LeaseRefusal, message: string) => ({
  granted: false as const,
  reason,
  message: message.slice(0, 500),
})

/** Names the session of each; what a later logon has replaced is ended first, and its address set free. */
async function seat(
  tx: Sql,
  open: readonly { ask: LeaseAsk; places: number[]; stands: Standing }[],
  now: Date,
): Promise<{ candidates: Candidate[]; ended: string[] }> {
  const replaced = open.flatMap(({ ask, stands: { olderId } }) =>
    olderId === null ? [] : [{ id: olderId, at: ask.logonAt }],
  )
  const ended = replaced.length > 0 ? await endReplaced(tx, replaced, now) : []
  if (ended.length > 0) await closeAddresses(tx, { held: [], told: [], ended, at: now, now })
  const candidates = open.flatMap(({ ask, places, stands: { sessionId, personId } }) =>
    personId === null
      ? []
      : [{ ask, places, fresh: sessionId === null, sessionId: sessionId ?? newId(), personId }],
  )
  return { candidates, ended: each(ended, 'sessionId') }
}

async function serve(
  tx: Sql,
  pool: LeasePool,
  here: readonly Candidate[],
  free: readonly PoolFree[],
  now: Date,
  answer: (places: readonly number[], output: LeaseOutput) => void,
): Promise<void> {
  if (here.length === 0) return
  const wishes = here.map(({ ask, sessionId, personId }) => ({ sessionId, personId, programs: ask.programs }))
  const chosen = chooseAddresses(
    wishes,
    free.filter(({ poolId }) => poolId === pool.id),
  )
  const grants = here.flatMap(({ ask, sessionId, personId }, at) => {
    const address = chosen[at] ?? null
    return address === null ? [] : [{ sessionId, personId, hostId: ask.hostId, address }]
  })
  const fresh = here.flatMap(({ fresh: isFresh, ...rest }) => (isFresh ? [rest] : []))
  if (grants.length + fresh.length > 0) {
    await atTheEnd(tx, () => grantAddresses(tx, pool, grants, fresh, now))
  }
  const shortage = grants.length < here.length ? await readShortage(tx, pool.id, now) : null
  for (const [at, { places }] of here.entries()) {
    const address = chosen[at] ?? null
    if (address !== null) {
      const { network, name } = pool
      answer(places, { granted: true, address, network, pool: name, since: now.toISOString() })
    } else if (shortage) {
      const told = refusal('pool-exhausted', exhaustedText(pool.name, shortage))
      answer(places, { ...told, retryAfter: retryAfter(shortage) })
    }
  }
}
