import type { Inputs, SessionRow } from '~/components/data/api'
import { foundBy } from '~/components/data/found-by'
import { instantWord } from '~/components/data/instant-word'
import { DISCREPANCY_REASONS } from '~/domain/discrepancy'
import { isUuid } from '~/domain/uuid'

export const SESSION_FILTERS = [
  'q',
  'hostId',
  'state',
  'discrepancy',
  'failedBinds',
  'reason',
  'from',
  'to',
  'at',
] as const
export type SessionWords = Partial<Record<(typeof SESSION_FILTERS)[number], string>>

/** What the list is asked for, from the words of the address bar. Without a state: open sessions. A broken id is left out. */
export function sessionListInput({
  q,
  hostId,
  state,
  discrepancy,
  failedBinds,
  reason,
  from,
  to,
  at,
}: SessionWords): Omit<Inputs['sessions']['list'], 'cursor'> {
  const [begin, end, openAt] = [instantWord(from), instantWord(to), instantWord(at)]
  const known = DISCREPANCY_REASONS.find((word) => word === reason)
  return {
    ...(q && { q }),
    ...(hostId && isUuid(hostId) && { hostId }),
    state: state === 'ended' || state === 'all' ? state : 'open',
    ...(discrepancy === '1' && { discrepancy: true }),
    ...(failedBinds === '1' && { failedBinds: true }),
    ...(known && { reason: known }),
    ...(begin && { from: begin }),
    ...(end && { to: end }),
    ...(openAt && { openAt }),
  }
}

/**
 * Whether a session that came over the live connection belongs to the list on screen. The past is the server's business:
 * while it is asked for, only rows already shown are updated.
 */
export function joinsList(row: SessionRow, input: ReturnType<typeof sessionListInput>): boolean {
  if (input.openAt || input.state === 'ended') return false
  if (input.state === 'open' && row.endedAt) return false
  if (input.hostId && row.hostId !== input.hostId) return false
  if (input.reason && row.discrepancy?.reason !== input.reason) return false
  const logonAt = Date.parse(row.logonAt)
  if (input.from && logonAt < Date.parse(input.from)) return false
  if (input.to && logonAt >= Date.parse(input.to)) return false
  if (input.failedBinds && row.failedBinds.length === 0) return false
  if (input.discrepancy && row.discrepancy === null) return false
  return !input.q || isFound(row, input.q)
}

function isFound(
  { user, host, clientName, programs, predicted, observed, virtualIps }: SessionRow,
  q: string,
) {
  const held = [...observed, ...virtualIps].map(({ address }) => address)
  return foundBy(q, [user, host, clientName, ...programs], [predicted.address, ...held])
}

/** Whether a row that is shown must go: it ended where only open ones are wanted, or agrees again where only others are. */
export function leavesList(row: SessionRow, input: ReturnType<typeof sessionListInput>): boolean {
  return (
    (input.state === 'open' && row.endedAt !== null) ||
    (input.discrepancy === true && row.discrepancy === null) ||
    (input.failedBinds === true && row.failedBinds.length === 0) ||
    (input.reason !== undefined && row.discrepancy?.reason !== input.reason)
  )
}
