/** Where sessions get addresses of pools: what arrives together goes as one transaction. */

import { randomUUID } from 'node:crypto'
import { chooseAddresses } from '~/domain/allocation/choose-addresses'
import type { LeaseOutput, LeaseRefusal } from '~/protocol/lease'
import { AppError } from '../../errors'
import { createGather, type Gather } from '../../live/gather'
import { closeAddresses } from '../../repositories/allocation-ingest'
import {
  endReplaced,
  grantAddresses,
  type LeaseAsk,
  type LeasePool,
  lockHosts,
  lockPools,
  readFree,
  readLeaseholders,
  readShortage,
  readStanding,
  type SessionIdentity,
  type Standing,
} from '../../repositories/lease'
import { atTheEnd, inOneGo, inSqlTransaction, type Sql } from '../../repositories/statements'
import type { ServiceContext } from '../context'
import { createPolicyPools, type PolicyPools } from './policy-pools'
import { exhaustedText, retryAfter } from './shortage'

export interface LeaseDesk extends PolicyPools {
  lease: Gather<LeaseAsk, LeaseOutput>
  release: Gather<SessionIdentity, { released: boolean }>
}

type DeskContext = Pick<ServiceContext, 'statements' | 'pipelines' | 'clock' | 'hub'>

const AT_ONCE = 256

export function createLeaseDesk(ctx: DeskContext): LeaseDesk {
  return {
    ...createPolicyPools(ctx),
    lease: createGather<LeaseAsk, LeaseOutput>((asks) => leaseMany(ctx, asks), AT_ONCE),
    release: createGather<SessionIdentity, { released: boolean }>((asks) => releaseMany(ctx, asks), AT_ONCE),
  }
}

/** Asks whose host is busy with a report do not keep the others waiting: each such host has its own turn. */
async function byHost<Ask extends { hostId: string }, Answer>(
  asks: readonly Ask[],
  run: (part: readonly Ask[], wait: boolean) => Promise<(Answer | null)[]>,
): Promise<Answer[]> {
  const answers = await run(asks, false)
  const busy = new Map<string, number[]>()
  for (const [at, answer] of answers.entries()) {
    const id = asks[at]?.hostId
    if (answer === null && id !== undefined) busy.set(id, [...(busy.get(id) ?? []), at])
  }
  for (const places of busy.values()) {
    const part = places.map((at) => asks[at] as Ask)
    const late = await run(part, true)
    for (const [index, at] of places.entries()) answers[at] = late[index] ?? null
  }
  return answers.map((answer) => {
    if (answer === null) throw new AppError('wrong-credentials', 'This host was retired.')
    return answer
  })
}

async function leaseMany(ctx: DeskContext, asks: readonly LeaseAsk[]): Promise<LeaseOutput[]> {
  const granted: string[] = []
  const answers = await byHost<LeaseAsk, LeaseOutput>(asks, (part, wait) =>
    inSqlTransaction(ctx.pipelines, async (tx) => {
      const done = await leaseInside(tx, ctx, part, wait)
      granted.push(...done.changed)
      return done.answers
    }),
  )
  ctx.hub.publish(granted.map((id) => ({ kind: 'session', id })))
  return answers
}

interface Candidate {
  ask: LeaseAsk
  /** Its row is yet to be written. */
  fresh: boolean
  /** Places in the group: one session may ask twice at once. */
  places: number[]
  sessionId: string
  personId: string
}

async function leaseInside(tx: Sql, ctx: DeskContext, asks: readonly LeaseAsk[], wait: boolean) {
  const answers: (LeaseOutput | null)[] = asks.map(() => null)
  const changed: string[] = []
  const groups = groupsOf(asks)
  const [hosts, pools, standing] = await inOneGo(
    tx,
    () => lockHosts(tx, each(asks, 'hostId'), wait),
    () => lockPools(tx, each(asks, 'pool'), each(asks, 'user')),
    // Under the locks: what another group gave back before is before it.
    () => readStanding(tx, each(groups, 'ask')),
  )
  const now = ctx.clock.now()
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
  const candidates = await seat(tx, open, now, changed)
  for (const pool of pools.values()) {
    const here = candidates.filter(({ ask }) => ask.pool.toLowerCase() === pool.name.toLowerCase())
    await serve(tx, pool, here, now, answer)
  }
  changed.push(...candidates.map(({ sessionId }) => sessionId))
  return { answers, changed }
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
  changed: string[],
): Promise<Candidate[]> {
  const replaced = open.flatMap(({ ask, stands: { olderId } }) =>
    olderId === null ? [] : [{ id: olderId, at: ask.logonAt }],
  )
  if (replaced.length > 0) {
    const ended = await endReplaced(tx, replaced, now)
    await closeAddresses(tx, { held: [], told: [], ended, at: now, now })
    changed.push(...ended.map(({ sessionId }) => sessionId))
  }
  return open.flatMap(({ ask, places, stands: { sessionId, personId } }) =>
    personId === null
      ? []
      : [{ ask, places, fresh: sessionId === null, sessionId: sessionId ?? randomUUID(), personId }],
  )
}

async function serve(
  tx: Sql,
  pool: LeasePool,
  here: readonly Candidate[],
  now: Date,
  answer: (places: readonly number[], output: LeaseOutput) => void,
): Promise<void> {
  if (here.length === 0) return
  const wishes = here.map(({ ask, sessionId, personId }) => ({ sessionId, personId, programs: ask.programs }))
  const chosen = chooseAddresses(wishes, await readFree(tx, pool.id, wishes, now))
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

async function releaseMany(ctx: DeskContext, asks: readonly SessionIdentity[]) {
  const changed: string[] = []
  const answers = await byHost<SessionIdentity, { released: boolean }>(asks, (part, wait) =>
    inSqlTransaction(ctx.pipelines, async (tx) => {
      const [hosts, holders] = await inOneGo(
        tx,
        () => lockHosts(tx, each(part, 'hostId'), wait),
        () => readLeaseholders(tx, part),
      )
      const now = ctx.clock.now()
      const mine = holders.filter(({ at }) => hosts.has(part[at]?.hostId ?? ''))
      const released = [...new Set(mine.map(({ sessionId }) => sessionId))]
      if (released.length > 0) {
        const change = { held: [], told: [], ended: [], released, at: now, now }
        await atTheEnd(tx, () => closeAddresses(tx, change))
      }
      changed.push(...released)
      const had = new Set(mine.map(({ at }) => at))
      return part.map(({ hostId }, at) => (hosts.has(hostId) ? { released: had.has(at) } : null))
    }),
  )
  ctx.hub.publish(changed.map((id) => ({ kind: 'session', id })))
  return answers
}
