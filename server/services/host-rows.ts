/** From a host's record to the row that screens show: its convergence is derived here, at the moment of reading. */

import { convergenceOf, type HostConvergence } from '~/domain/host-state'
import { AppError } from '../errors'
import { type HostListRecord, type HostSummaryRecord, readHostRowsById } from '../repositories/host-list'
import type { ServiceContext } from './context'
import type { HostRow } from './views/host-view'

/** When the host was last heard: the board knows it to the second, the database a little later. */
export function lastSeenMs(
  ctx: ServiceContext,
  { id, seenAt }: { id: string; seenAt: Date | null },
): number | null {
  return Math.max(ctx.board.byId(id)?.lastSeenMs ?? 0, seenAt?.getTime() ?? 0) || null
}

export function convergenceNow(ctx: ServiceContext, host: HostSummaryRecord): HostConvergence {
  const nowMs = ctx.clock.now().getTime()
  return convergenceOf({
    ...host,
    lastSeenMs: lastSeenMs(ctx, host),
    nowMs,
    pollSeconds: ctx.farm.pollSeconds,
  })
}

export function hostRow(ctx: ServiceContext, host: HostListRecord): HostRow {
  const { state, waitsFor, since } = convergenceNow(ctx, host)
  const seen = lastSeenMs(ctx, host)
  return {
    id: host.id,
    name: host.name,
    os: { family: host.osFamily, version: host.osVersion },
    deliveryGroup: host.deliveryGroup,
    tags: host.tags,
    ou: host.ou,
    lifecycle: host.lifecycle,
    convergence: { state, ...(waitsFor && { waitsFor }), ...(since && { since }) },
    wantedGeneration: host.wantedGeneration,
    appliedGeneration: host.appliedGeneration,
    wantedRevision: host.wantedRevision,
    sessions: host.sessions,
    failedItems: host.applied?.items.filter((item) => item.state === 'failed').length ?? 0,
    lastSeenAt: seen === null ? null : new Date(seen).toISOString(),
    agentVersion: host.agentVersion,
    driver: host.driver,
  }
}

/** @throws AppError `not-found` */
export async function getHostRow(ctx: ServiceContext, id: string): Promise<HostRow> {
  const [record] = await readHostRowsById(ctx.database, [id])
  if (!record) throw new AppError('not-found', 'There is no such host.')
  return hostRow(ctx, record)
}
