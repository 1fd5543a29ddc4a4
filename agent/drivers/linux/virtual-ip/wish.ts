/** What the farm's values ask of this host's virtual IPs. Pure. */

import type { PolicySettings } from '~/domain/policy-model'

export interface VirtualIpWish {
  source: 'dhcp' | 'pool'
  /** A CIDR or a MAC address; null for the adapter that leads out. */
  adapter: string | null
  pool: string | null
  /** Those that are listed, in per-program mode. */
  programs: string[]
}

/** Null where no session is to have a virtual IP. Both modes give one a session: listed programs share it. Rulebook 3. */
export function wishOf(settings: PolicySettings): VirtualIpWish | null {
  if (settings.VirtualIpEnabled !== true) return null
  const { VirtualIpSource, VirtualIpAdapter, VirtualIpPool, VirtualIpMode, VirtualIpPrograms } = settings
  if (VirtualIpMode === 'per-program' && (VirtualIpPrograms ?? []).length === 0) return null
  return {
    source: VirtualIpSource ?? 'dhcp',
    adapter: VirtualIpAdapter ?? null,
    pool: VirtualIpPool ?? null,
    programs: VirtualIpMode === 'per-program' ? (VirtualIpPrograms ?? []) : [],
  }
}

export const sameWish = (one: VirtualIpWish | null, other: VirtualIpWish | null): boolean =>
  one?.source === other?.source && one?.adapter === other?.adapter && one?.pool === other?.pool
