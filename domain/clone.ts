/**
 * When one key is in use on two machines: a gold image that was enrolled before it was copied. A plain reboot shows the
 * boots A, B; two machines show A, B, A. Pure.
 */

/** A boot under a key, by the server's clock. */
export interface BootSighting {
  boot: string
  /** 0 for one that is known from before this server process. */
  firstMs: number
  lastMs: number
}

/** Agents give a call up after a minute: nothing of an earlier boot can still be on its way then. */
export const LATEST_CALL_MS = 60_000
/** No machine starts three times in this time. */
const THREE_BOOTS_MS = 20_000

/** True when a call of `boot`, now, shows that another machine holds the key as well. `newest` is the host's boot. */
export function showsClone(
  seen: readonly BootSighting[],
  newest: string | null,
  boot: string,
  nowMs: number,
): boolean {
  if (newest === null) return false
  if (boot === newest) return false
  const known = seen.some((one) => one.boot === boot)
  if (known) {
    const since = seen.find((one) => one.boot === newest)?.firstMs ?? 0
    return nowMs - since > LATEST_CALL_MS
  }
  const fresh = seen.filter((one) => one.firstMs > 0 && nowMs - one.firstMs < THREE_BOOTS_MS)
  return fresh.length >= 2
}
