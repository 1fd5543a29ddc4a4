import { readHeadThen, readHeldThen } from '../../repositories/held-then'
import { readInForceThen } from '../../repositories/in-force-then'
import { sqlOf } from '../../repositories/statements'
import type { WhoAnswer, WhoRequest } from '../views/held-view'
import { askedAddress, askedHosts, askedInstant, type HistoryContext } from './asked'
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
  const hostIds = request.host === undefined ? null : await askedHosts(ctx, request.host)
  const asked = { address, at: at.toISOString(), hostIds }
  const [records, revision] = await Promise.all([
    readHeldThen(sqlOf(ctx.statements), asked, MOST_HOLDERS + 1),
    readHeadThen(sqlOf(ctx.statements), at),
  ])
  const shown = records.slice(0, MOST_HOLDERS)
  const hosts = shown.map(({ hostId }) => hostId)
  const inForce = new Map(
    (await readInForceThen(sqlOf(ctx.statements), hosts, asked.at)).map(
      ({ hostId, revision: number, since }) => [hostId, { revision: number, since: since.toISOString() }],
    ),
  )
  return {
    address,
    at: asked.at,
    loopbackOf,
    revision: revision && { ...revision, publishedAt: revision.publishedAt.toISOString() },
    holders: shown.map((record) => ({
      ...heldRow(record),
      heldBy: heldBy(record, at),
      inForce: inForce.get(record.hostId) ?? null,
    })),
    cut: records.length > MOST_HOLDERS,
  }
}
