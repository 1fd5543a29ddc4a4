/** What can go wrong on a simulated host, on purpose. */

import { isSettingId, type SettingId } from '~/domain/settings'

export type Fault =
  /** The setting can never be applied. */
  | { kind: 'fails-item'; setting: SettingId }
  /** Somebody changes a value every so often. */
  | { kind: 'drifts'; setting: SettingId; everySeconds: number }
  | { kind: 'reboots'; everySeconds: number }
  /** Listed programs cannot bind their address, once every so often. */
  | { kind: 'bind-fails'; everySeconds: number }
  /** The host's clock is wrong by so much. */
  | { kind: 'stale-clock'; skewSeconds: number }

export const FAULT_HELP = 'fails-item, drifts, reboots, bind-fails, stale-clock'

/** A fault by its name, in its usual form; null for a name that is none. */
export function faultOf(kind: string, setting = 'VirtualLoopbackPrograms'): Fault | null {
  if (!isSettingId(setting)) return null
  switch (kind) {
    case 'fails-item':
      return { kind, setting }
    case 'drifts':
      return { kind, setting, everySeconds: 120 }
    case 'reboots':
      return { kind, everySeconds: 600 }
    case 'bind-fails':
      return { kind, everySeconds: 30 }
    case 'stale-clock':
      return { kind, skewSeconds: -3_600 }
    default:
      return null
  }
}

/** What somebody else makes of a value. */
export function meddledWith(value: unknown): unknown {
  if (typeof value === 'boolean') return !value
  if (Array.isArray(value)) return value.slice(1)
  return undefined
}
