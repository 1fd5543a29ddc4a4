import { type HolderRecord, readHeldThen } from '../../repositories/held-then'
import { sqlOf } from '../../repositories/statements'
import type { Holder, WhoAnswer, WhoRequest } from '../views/held-view'
import { askedAddress, askedInstant, type HistoryContext, unknownHost } from './asked'
import { heldBy, heldRow } from './held-rows'

/** A loopback address may be held on every host at once. */
export const MOST_HOLDERS = 200

/**
 * Which sessions held an address at an instant, what their hosts had in force, and the farm's newest revision then.
 * @throws AppError `bad-input`, or `not-found` for a host nobody knows.
 */
export async function whoHeld(ctx: HistoryContext, request: WhoRequest): Promise<WhoAnswer> {
  const { address, loopbackOf } = askedAddress(request.address)
  const at = askedInstant(ctx, request.at, 'at')
  const asked = { address, at: at.toISOString(), host: request.host?.trim() ?? null }
  const { hostKnown, head, holders } = await readHeldThen(sqlOf(ctx.statements), asked, MOST_HOLDERS + 1)
  if (hostKnown === false) throw unknownHost(request.host ?? '')
  return {
    address,
    at: asked.at,
    loopbackOf,
    revision: head && { ...head, publishedAt: head.publishedAt.toISOString() },
    holders: holders.slice(0, MOST_HOLDERS).map((record) => holderOf(record, at)),
    cut: holders.length > MOST_HOLDERS,
  }
}

function holderOf({ revision, since, ...record }: HolderRecord, at: Date): Holder {
  return {
    ...heldRow(record),
    heldBy: heldBy(record, at),
    inForce: revision === null || since === null ? null : { revision, since: since.toISOString() },
  }
}
