import type { AppliedLike } from './host-state'

export interface MendedDrift {
  setting: string
  /** What was done to the value, in the agent's words. */
  message: string | null
  /** When the host found it (ISO 8601), where it said so. */
  foundAt: string | null
}

/** Values that somebody had changed on the host and that stand as wanted again. */
export function mendedDrift(before: AppliedLike | null, after: AppliedLike): MendedDrift[] {
  const stand = new Set(after.items.filter(({ state }) => state === 'applied').map(({ setting }) => setting))
  return (before?.items ?? [])
    .filter(({ setting, state }) => state === 'drifted' && stand.has(setting))
    .map(({ setting, message, since }) => ({ setting, message: message ?? null, foundAt: since ?? null }))
}
