/** Where sessions get addresses of pools: what arrives together goes as one transaction. */

import type { LeaseOutput } from '~/protocol/lease'
import { AppError } from '../../errors'
import { createGather, type Gather } from '../../live/gather'
import type { LiveEvent } from '../../live/hub'
import { closeAddresses } from '../../repositories/allocation-ingest'
import { type LeaseAsk, lockHosts, readLeaseholders, type SessionIdentity } from '../../repositories/lease'
import { atTheEnd, createTurns, inOneGo, inSqlTransaction, type Turns } from '../../repositories/statements'
import type { ServiceContext } from '../context'
import { leaseInside } from './lease-group'
import { createPolicyPools, type PolicyPools } from './policy-pools'

export interface LeaseDesk extends PolicyPools {
  lease: Gather<LeaseAsk, LeaseOutput>
  release: Gather<SessionIdentity, { released: boolean }>
}

type DeskContext = Pick<ServiceContext, 'statements' | 'pipelines' | 'clock' | 'hub'>

const AT_ONCE = 256

const leased = (id: string): LiveEvent => ({ kind: 'session', id, sockets: false })

export function createLeaseDesk(ctx: DeskContext): LeaseDesk {
  const turns = createTurns(ctx.pipelines)
  return {
    ...createPolicyPools(ctx),
    lease: createGather<LeaseAsk, LeaseOutput>((asks, next) => leaseMany(ctx, turns, asks, next), AT_ONCE),
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

/** The next group begins once this one needs no more than its COMMIT: its turn comes behind that. */
async function leaseMany(
  ctx: DeskContext,
  turns: Turns,
  asks: readonly LeaseAsk[],
  next: () => void,
): Promise<LeaseOutput[]> {
  const changed: LiveEvent[] = []
  const answers = await byHost<LeaseAsk, LeaseOutput>(asks, async (part, wait) => {
    const done = await (wait
      ? inSqlTransaction(ctx.pipelines, (tx) => leaseInside(tx, ctx, part, wait))
      : turns((tx) => leaseInside(tx, ctx, part, wait), next))
    changed.push(...done.seated.map(leased), ...done.ended.map((id) => ({ kind: 'session' as const, id })))
    return done.answers
  })
  ctx.hub.publish(changed)
  return answers
}

async function releaseMany(ctx: DeskContext, asks: readonly SessionIdentity[]) {
  const changed: string[] = []
  const answers = await byHost<SessionIdentity, { released: boolean }>(asks, (part, wait) =>
    inSqlTransaction(ctx.pipelines, async (tx) => {
      const [hosts, holders] = await inOneGo(
        tx,
        () =>
          lockHosts(
            tx,
            part.map(({ hostId }) => hostId),
            wait,
          ),
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
  ctx.hub.publish(changed.map(leased))
  return answers
}
