import type { SessionRow } from '~/components/data/api'
import type { Messages } from '~/locales/catalogue'

/** Why a session has no virtual IP, and what its programs get meanwhile. */
export function lackText(
  { reason, message, fallback }: NonNullable<SessionRow['noVirtualIp']>,
  t: Messages,
): string {
  return `${t.virtualIp.reasons[reason] ?? message} ${t.virtualIp.fallback[fallback] ?? ''}`.trim()
}
