import { deliveryStanding } from '~/domain/citrix-site/delivery'
import type { AppliedState } from '~/protocol/report'
import { AppError } from '../errors'
import { readMendedDrift } from '../repositories/audit-list'
import { findConfig } from '../repositories/bundle'
import { readHostDetail, readHostRowsById } from '../repositories/host-list'
import { readSessionRows } from '../repositories/session-list'
import { latestAudit } from './audit/list-audit'
import { newestDelivery } from './citrix/read-deliveries'
import type { ServiceContext } from './context'
import { hostRow } from './host-rows'
import { sessionRow } from './session-rows'
import type { HostView } from './views/host-view'

const MOST_SESSIONS = 200
const MOST_CHANGES = 20

/**
 * Everything of one host. `changes` come from the record: leave them out for whoever may not see it.
 * @throws AppError `not-found`
 */
export async function getHost(
  ctx: ServiceContext,
  { id, withChanges }: { id: string; withChanges: boolean },
): Promise<HostView> {
  const [[record], detail, sessions, changes, mended] = await Promise.all([
    readHostRowsById(ctx.database, [id]),
    readHostDetail(ctx.database, id),
    readSessionRows(ctx.database, { hostId: id, state: 'open' }, null, MOST_SESSIONS),
    withChanges ? latestAudit(ctx, { object: `host:${id}` }, MOST_CHANGES) : [],
    readMendedDrift(ctx.database, id),
  ])
  if (!record || !detail) throw new AppError('not-found', 'There is no such host.')
  const { applied: reported, wantedHash, enrolledAt, bootSince, ...facts } = detail
  const applied = reported as AppliedState | null
  const config = wantedHash === null ? null : await findConfig(ctx.database, wantedHash)
  const delivery = record.osFamily === 'windows' ? await newestDelivery(ctx) : null
  return {
    ...hostRow(ctx, record),
    ...facts,
    enrolledAt: enrolledAt.toISOString(),
    items: applied?.items ?? [],
    checks: applied?.checks ?? [],
    effective: applied?.effective ?? {},
    config,
    notApplicable: config?.notApplicable ?? [],
    inForce: applied?.driver ?? null,
    refused: applied?.refused ?? null,
    mendedDrift: mended && { ...mended, at: mended.at.toISOString() },
    citrix: deliveryStanding({
      delivery,
      bootMs: bootSince?.getTime() ?? null,
      nowMs: ctx.clock.now().getTime(),
    }),
    sessionRows: sessions.map(sessionRow),
    changes,
  }
}
