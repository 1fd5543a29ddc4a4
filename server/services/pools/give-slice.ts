import { chooseSlice } from '~/domain/allocation/choose-slice'
import { addressText, readNetwork, type Span } from '~/domain/network'
import { sameName } from '~/domain/text'
import type { SliceInput, SliceOutput } from '~/protocol/lease'
import { AppError } from '../../errors'
import type { BoardHost } from '../../live/host-board'
import { recordAudit } from '../../repositories/audit'
import { findConfig } from '../../repositories/bundle'
import { inTransaction } from '../../repositories/db'
import { findHost } from '../../repositories/host'
import { readHostDetail } from '../../repositories/host-list'
import { lockPools } from '../../repositories/lease'
import { readSlice, readSliceable, reserveSlice, sliceOwner } from '../../repositories/pool-slice'
import type { ServiceContext } from '../context'

/** Sessions of one host: more than a session host of today holds well. */
const SLICE_SIZE = 64

/**
 * A run of the pool that is this host's own, for RD IP Virtualization with a static pool: the one it has, or a new one.
 * @throws AppError `forbidden` while the host waits for approval.
 */
export async function giveSlice(
  ctx: ServiceContext,
  { id, lifecycle }: BoardHost,
  { pool: name }: SliceInput,
): Promise<SliceOutput> {
  if (lifecycle !== 'active')
    throw new AppError('forbidden', 'This host waits for approval: it gets no addresses before.')
  return inTransaction(ctx.database, async (tx) => {
    const host = await findHost(tx, id)
    const wanted = (await readHostDetail(tx, id))?.wantedHash
    const config = wanted ? await findConfig(tx, wanted) : null
    const asked = config?.settings.VirtualIpPool
    const pool = (await lockPools(tx, [name.toLowerCase()], [])).get(name.toLowerCase())
    if (!host || !pool || typeof asked !== 'string' || !sameName(asked, name))
      return refusal('no-such-pool', `The policies of this host name no pool ${JSON.stringify(name)}.`)
    const owner = sliceOwner(host.name)
    const mine = await readSlice(tx, pool.id, owner)
    const kept = chooseSlice(mine, mine.length)
    if (kept) return sliceOf(pool, kept)
    const span = chooseSlice(await readSliceable(tx, pool.id, ctx.clock.now()), SLICE_SIZE)
    if (!span)
      return refusal('pool-exhausted', `All addresses of ${JSON.stringify(pool.name)} are taken or reserved.`)
    await reserveSlice(tx, pool.id, span, owner)
    await recordAudit(tx, {
      actor: { kind: 'host', id },
      action: 'pool.slice',
      object: { kind: 'pool', id: pool.id },
      after: { host: host.name, first: addressText(span.first), last: addressText(span.last) },
    })
    return sliceOf(pool, span)
  })
}

const refusal = (reason: 'no-such-pool' | 'pool-exhausted', message: string): SliceOutput => ({
  ...{ granted: false, reason, message, retryAfter: 60 },
})

function sliceOf({ name, network }: { name: string; network: string }, { first, last }: Span): SliceOutput {
  const read = readNetwork(network)
  if (!read.ok) throw new AppError('internal', 'The network of the pool cannot be read.')
  const mask = addressText((0xffffffff << (32 - read.value.prefix)) >>> 0)
  return { granted: true, pool: name, start: addressText(first), end: addressText(last), mask }
}
