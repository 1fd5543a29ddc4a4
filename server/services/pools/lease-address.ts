import type { LeaseInput, LeaseOutput, ReleaseInput, ReleaseOutput } from '~/protocol/lease'
import { AppError } from '../../errors'
import type { BoardHost } from '../../live/host-board'
import type { SessionIdentity } from '../../repositories/lease'
import type { ServiceContext } from '../context'

/**
 * An address of a pool for a session of this host: the one it has, or a new one, or the reason why there is none. A lost
 * answer is asked for again and is the same.
 * @throws AppError `forbidden` while the host waits for approval.
 */
export async function leaseAddress(
  ctx: ServiceContext,
  host: BoardHost,
  input: LeaseInput,
): Promise<LeaseOutput> {
  const { user, protocol = 'ica', programs = [] } = input
  const pool = input.pool.trim()
  const session = identity(host, input)
  const ofPolicy = await ctx.leaseDesk.mayLease(host, pool)
  return ctx.leaseDesk.lease.ask({ ...session, user, protocol, pool, programs, ofPolicy })
}

/** Gives the address of a session back. It rests before anybody else gets it. */
export async function releaseAddress(
  ctx: ServiceContext,
  host: BoardHost,
  input: ReleaseInput,
): Promise<ReleaseOutput> {
  return ctx.leaseDesk.release.ask(identity(host, input))
}

function identity(host: BoardHost, { boot, session }: Pick<LeaseInput, 'boot' | 'session'>): SessionIdentity {
  if (host.lifecycle !== 'active')
    throw new AppError('forbidden', 'This host waits for approval: it gets no addresses before.')
  return { hostId: host.id, boot, number: session.id, logonAt: new Date(session.logonAt).toISOString() }
}
