/** From a session's record to the row that screens show. */

import type { Prediction } from '~/domain/prediction'
import type { SessionListRecord } from '../repositories/session-list'
import type { SessionRow } from './views/session-view'

export function sessionRow(record: SessionListRecord): SessionRow {
  const { prediction, held, logonAt, endedAt, ...rest } = record
  return {
    id: rest.id,
    hostId: rest.hostId,
    host: rest.host,
    deliveryGroup: rest.deliveryGroup,
    number: rest.number,
    user: rest.user,
    protocol: rest.protocol,
    clientName: rest.clientName,
    logonAt: logonAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    predicted: { address: prediction.loopback, reason: prediction.reason ?? null, by: prediction.by },
    observed: held
      .filter(({ kind, network }) => kind === 'observed' && network === 'loopback')
      .map(({ address, program }) => ({ address, program })),
    virtualIps: held
      .filter(({ network }) => network !== 'loopback')
      .map(({ address, kind, network }) => ({ address, kind, network })),
    ...lackOf(prediction, endedAt),
    programs: rest.programs,
    failedBinds: rest.failed.map(({ program, protocol, local }) => ({ program, protocol, ...local })),
    discrepancy: rest.discrepancy,
    sockets: rest.sockets,
  }
}

/** Of an open session only: what was missing when one ended, nobody mends. */
function lackOf({ virtualIp }: Prediction, endedAt: Date | null): Pick<SessionRow, 'noVirtualIp'> {
  if (!virtualIp?.reason || virtualIp.address !== null || endedAt !== null) return {}
  const { reason, message = '', fallback = 'server-address' } = virtualIp
  return { noVirtualIp: { reason, message, fallback } }
}
