import { rolesThatCan } from '~/domain/permission'
import { secondPersonProblem } from '~/domain/second-person'
import { type Actor, recordAudit } from '../../repositories/audit'
import { type Db, inTransaction } from '../../repositories/db'
import { lockFarm } from '../../repositories/farm-lock'
import { type FarmRow, readFarm } from '../../repositories/farm-row'
import { writeFarm } from '../../repositories/farm-write'
import { countUsersWith } from '../../repositories/user'
import type { ServiceContext } from '../context'
import { announceHosts, refreshFarm } from '../farm-news'
import { refuseProblems } from '../policies/check-draft'
import { resolveHosts } from '../resolve-hosts'
import type { FarmView } from '../views/farm-view'

export const getFarm = ({ database }: ServiceContext): Promise<FarmView> => readFarm(database)

export type FarmChange = Partial<Omit<FarmView, 'demo'>> & { reason: string }

/**
 * Changes settings of the farm. Those that policies are resolved by give hosts new tickets in the same transaction.
 * @throws AppError `bad-input` where a second person is to approve and there is none.
 */
export async function updateFarm(
  ctx: ServiceContext,
  actor: Actor,
  { reason, ...change }: FarmChange,
): Promise<FarmView> {
  const { after, resolved } = await inTransaction(ctx.database, async (tx) => {
    await lockFarm(tx, 'exclusive')
    const before = await readFarm(tx)
    await requireSecondPerson(tx, before, change)
    await writeFarm(tx, change)
    const after = await readFarm(tx)
    const changed = keysThatDiffer(before, after)
    if (changed.length === 0) return { after, resolved: null }
    await recordAudit(tx, {
      actor,
      action: 'farm.update',
      object: { kind: 'farm', id: null },
      before: pick(before, changed),
      after: pick(after, changed),
      reason,
    })
    const resolves = changed.includes('filterRule') || changed.includes('allowUnverifiedOs')
    return { after, resolved: resolves ? await resolveHosts(tx, ctx, {}) : null }
  })
  await refreshFarm(ctx)
  if (resolved) await announceHosts(ctx, resolved)
  return after
}

async function requireSecondPerson(tx: Db, before: FarmRow, { approveAboveHosts: wanted }: Partial<FarmRow>) {
  if (wanted === undefined || wanted === null || wanted === before.approveAboveHosts) return
  const found = secondPersonProblem(wanted, await countUsersWith(tx, rolesThatCan('policies.publish')))
  refuseProblems(found ? [found] : [])
}

const keysThatDiffer = (before: FarmRow, after: FarmRow) =>
  (Object.keys(after) as (keyof FarmRow)[]).filter((key) => before[key] !== after[key])

const pick = (row: FarmRow, keys: readonly (keyof FarmRow)[]) =>
  Object.fromEntries(keys.map((key) => [key, row[key]]))
